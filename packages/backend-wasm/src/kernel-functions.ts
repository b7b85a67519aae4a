// Written by `npm run kernels` from what assembly/index.ts exports: change it there.

/** The functions that our wasm module exports, by their names, with what each of them takes. They return nothing. */
export type KernelFunctions = {
  adamUpdate: [
    p: number,
    m: number,
    v: number,
    g: number,
    count: number,
    beta1: number,
    grow1: number,
    beta2: number,
    grow2: number,
    root: number,
    epsilon: number,
    rate: number,
  ];
  copyRuns: [
    from: number,
    to: number,
    begin: number,
    size: number,
    n1: number,
    n2: number,
    n3: number,
    run: number,
    from0: number,
    from1: number,
    from2: number,
    from3: number,
    to0: number,
    to1: number,
    to2: number,
    to3: number,
  ];
  blockSums: [
    x: number,
    out: number,
    begin: number,
    size: number,
    width: number,
    channels: number,
    down: number,
    across: number,
  ];
  fill: [to: number, count: number, value: number];
  swapAxes: [from: number, to: number, begin: number, size: number, rows: number, columns: number];
  dropoutMask: [to: number, count: number, s01: number, s00: number, s11: number, s10: number, rate: number];
  finishProduct: [
    out: number,
    rows: number,
    columns: number,
    bias: number,
    activation: number,
    alpha: number,
    slopes: number,
  ];
  leakyReluGrad: [dy: number, x: number, dx: number, count: number, alpha: number];
  batchNormApply: [
    x: number,
    high: number,
    low: number,
    factor: number,
    offset: number,
    y: number,
    rows: number,
    columns: number,
  ];
  batchNormFactors: [inverseStd: number, scale: number, factors: number, columns: number];
  batchNormGradApply: [dy: number, x: number, mean: number, terms: number, dx: number, rows: number, columns: number];
  batchNormGradMeans: [
    sums: number,
    inverseStd: number,
    scale: number,
    scaleGradient: number,
    offsetGradient: number,
    terms: number,
    rows: number,
    columns: number,
  ];
  inverseStds: [variance: number, out: number, columns: number, epsilon: number];
  instanceNormApply: [
    x: number,
    means: number,
    inverseStd: number,
    y: number,
    begin: number,
    size: number,
    rows: number,
    columns: number,
  ];
  instanceNormMeans: [
    x: number,
    sums: number,
    means: number,
    inverseStd: number,
    images: number,
    chunks: number,
    rows: number,
    columns: number,
    epsilon: number,
  ];
  instanceNormGradApply: [
    dy: number,
    y: number,
    means: number,
    inverseStd: number,
    dx: number,
    begin: number,
    size: number,
    rows: number,
    columns: number,
  ];
  instanceNormGradMeans: [sums: number, means: number, images: number, chunks: number, rows: number, columns: number];
  centredDots: [
    dy: number,
    x: number,
    mean: number,
    sums: number,
    begin: number,
    size: number,
    rows: number,
    columns: number,
    chunkRows: number,
  ];
  dots: [
    dy: number,
    y: number,
    sums: number,
    begin: number,
    size: number,
    rows: number,
    columns: number,
    chunkRows: number,
  ];
  moments: [x: number, sums: number, begin: number, size: number, rows: number, columns: number, chunkRows: number];
  addFour: [a: number, b: number, c: number, d: number, y: number, count: number];
  binary: [
    f: number,
    a: number,
    b: number,
    y: number,
    begin: number,
    size: number,
    n1: number,
    n2: number,
    a0: number,
    a1: number,
    a2: number,
    b0: number,
    b1: number,
    b2: number,
  ];
  bytesToFloats: [x: number, y: number, count: number];
  integersToFloats: [x: number, y: number, count: number];
  log1pOf: [x: number, y: number, count: number, alpha: number, beta: number];
  greaterThan: [x: number, limit: number, y: number, count: number];
  select32: [condition: number, t: number, e: number, y: number, count: number];
  tanhOf: [x: number, y: number, count: number, alpha: number, beta: number];
  abs: [x: number, y: number, count: number, alpha: number, beta: number];
  clip: [x: number, y: number, count: number, alpha: number, beta: number];
  leakyRelu: [x: number, y: number, count: number, alpha: number, beta: number];
  neg: [x: number, y: number, count: number, alpha: number, beta: number];
  relu: [x: number, y: number, count: number, alpha: number, beta: number];
  sign: [x: number, y: number, count: number, alpha: number, beta: number];
  sqrtOf: [x: number, y: number, count: number, alpha: number, beta: number];
  square: [x: number, y: number, count: number, alpha: number, beta: number];
  step: [x: number, y: number, count: number, alpha: number, beta: number];
  arithmeticProbe: [rounds: number, out: number];
  copyProbe: [to: number, from: number, bytes: number];
  fewColumnsProduct: [p: number, rowBegin: number, rowEnd: number, columns: number, scratch: number];
  fewRowsProduct: [p: number, columnBegin: number, columnEnd: number, scratch: number];
  oneColumnProduct: [p: number, rowBegin: number, rowEnd: number, scratch: number];
  gatherProduct: [p: number, rowBegin: number, rowEnd: number, columnBegin: number, columnEnd: number, scratch: number];
  reduceProduct: [p: number, rowBegin: number, rowEnd: number, columnBegin: number, columnEnd: number, scratch: number];
  columnSums: [x: number, sums: number, begin: number, size: number, rows: number, columns: number, chunkRows: number];
  finishSums: [sums: number, y: number, images: number, chunks: number, columns: number, divisor: number];
  spanSums: [x: number, sums: number, begin: number, size: number, rows: number, columns: number, chunkRows: number];
  sumChunks: [sums: number, images: number, chunks: number, width: number];
  reluGrad: [dy: number, y: number, dx: number, count: number];
  segmentSumFloats: [
    x: number,
    ids: number,
    out: number,
    rows: number,
    width: number,
    segments: number,
    begin: number,
    columns: number,
  ];
  segmentSumIntegers: [
    x: number,
    ids: number,
    out: number,
    rows: number,
    width: number,
    segments: number,
    begin: number,
    columns: number,
  ];
  depthwiseProduct: [
    x: number,
    filter: number,
    y: number,
    begin: number,
    size: number,
    height: number,
    width: number,
    channels: number,
    multiplier: number,
    outHeight: number,
    outWidth: number,
    tapRows: number,
    tapColumns: number,
    strideHeight: number,
    strideWidth: number,
    dilationHeight: number,
    dilationWidth: number,
    top: number,
    left: number,
  ];
  windowMaxima: [
    x: number,
    y: number,
    begin: number,
    size: number,
    depth: number,
    height: number,
    width: number,
    channels: number,
    outDepth: number,
    outHeight: number,
    outWidth: number,
    windowDepth: number,
    windowHeight: number,
    windowWidth: number,
    strideDepth: number,
    strideHeight: number,
    strideWidth: number,
    front: number,
    top: number,
    left: number,
  ];
  windowMeans: [
    x: number,
    y: number,
    begin: number,
    size: number,
    depth: number,
    height: number,
    width: number,
    channels: number,
    outDepth: number,
    outHeight: number,
    outWidth: number,
    windowDepth: number,
    windowHeight: number,
    windowWidth: number,
    strideDepth: number,
    strideHeight: number,
    strideWidth: number,
    front: number,
    top: number,
    left: number,
  ];
  winogradGather: [
    p: number,
    rowBegin: number,
    rowEnd: number,
    columnBegin: number,
    columnEnd: number,
    scratch: number,
  ];
  winogradReduce: [
    p: number,
    rowBegin: number,
    rowEnd: number,
    columnBegin: number,
    columnEnd: number,
    scratch: number,
  ];
};
