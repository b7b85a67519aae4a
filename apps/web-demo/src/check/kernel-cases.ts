import { randomState, randomStream } from '@pix2pix-ts/random';
import {
  abs,
  add,
  clone,
  conv2d,
  div,
  greater,
  mean,
  mul,
  neg,
  pad4d,
  reshape,
  rsqrt,
  scalar,
  sigmoid,
  sign,
  softplus,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor4D,
  tensor,
  unstack,
  where,
} from '@tensorflow/tfjs-core';
import type { CaseOf, CaseSize, KernelCase } from './kernel-case.ts';

const image = ({ images, side, channels }: CaseSize) => [images, side, side, channels];
const scalarOf = (channels: number) => [1, 1, 1, channels];

/** A kernel of as many inputs as there are names, all of one shape. */
const pointwise =
  (names: readonly string[], rest: Omit<KernelCase, 'inputs'> = {}): CaseOf =>
  (size) => ({ inputs: Object.fromEntries(names.map((name) => [name, image(size)])), ...rest });

const each = (names: readonly string[], of: CaseOf) => Object.fromEntries(names.map((name) => [name, of]));

const STRIDE_2 = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1], dimRoundingMode: undefined };
const FILTER = 4;

/** A convolution of one picture with a filter of 4 x 4 and stride 2, and its gradients: x, filter and y by their shapes. */
function convolution({ side, channels }: CaseSize) {
  const half = Math.ceil(side / 2);
  const [x, filter, y] = [
    [1, side, side, channels],
    [FILTER, FILTER, channels, channels],
    [1, half, half, channels],
  ] as const;
  return { x, filter, y, operations: 2 * half * half * (FILTER * channels) ** 2 };
}

const fusedConvolution: CaseOf = (size) => {
  const { x, filter, operations } = convolution(size);
  return {
    inputs: { x, filter, bias: [size.channels] },
    attrs: { ...STRIDE_2, activation: 'relu' } as never,
    operations,
  };
};

const product = ({ side, channels }: CaseSize) => ({
  inputs: { a: [side * 4, channels * 4], b: [channels * 4, side * 4] },
  attrs: { transposeA: false, transposeB: false },
  operations: 2 * (side * 4) ** 2 * channels * 4,
});

/** A rate with which a step is as large as the parameters, so that a wrong one shows. */
const ADAM = { learningRate: 1, beta1: 0.5, beta2: 0.999, epsilon: 1e-3, step: 3 };

/** Algorithm 1 of Kingma and Ba 2015. */
function adam(param: Tensor, m: Tensor, v: Tensor, gradient: Tensor): Tensor[] {
  const { learningRate, beta1, beta2, epsilon, step } = ADAM;
  const first = add(mul(m, beta1), mul(gradient, 1 - beta1));
  const second = add(mul(v, beta2), mul(square(gradient), 1 - beta2));
  const root = add(sqrt(div(second, 1 - beta2 ** step)), epsilon);
  return [sub(param, mul(div(first, root), learningRate / (1 - beta1 ** step))), first, second];
}

const EPSILON = 1e-5;

/** Mean and 1 / deviation over these axes. */
function moments(x: Tensor, axes: number[]): [average: Tensor, inverseStd: Tensor] {
  const average = mean(x, axes, true);
  return [average, rsqrt(add(mean(square(sub(x, average)), axes, true), EPSILON))];
}

/** dx = factor * (dy - mean(dy) - h * mean(dy * h)). */
function normGradient(dy: Tensor, h: Tensor, factor: Tensor, axes: number[]): Tensor {
  const along = mul(h, mean(mul(dy, h), axes, true));
  return mul(factor, sub(sub(dy, mean(dy, axes, true)), along));
}

const slope = (h: Tensor, alpha: number) => where(greater(h, 0), scalar(1), scalar(alpha));
const ALPHA = 0.2;
const OF_IMAGE = [1, 2];
const OF_ALL = [0, 1, 2];

/** The kernels that the cpu backend lacks, each with its formula. */
const OUR_OWN: Readonly<Record<string, CaseOf>> = {
  AdamUpdate: pointwise(['param', 'm', 'v', 'gradient'], {
    attrs: ADAM,
    range: [0.1, 1],
    changes: ['param', 'm', 'v'],
    expected: ({ param, m, v, gradient }) => adam(...([param, m, v, gradient] as Four)),
  }),
  AdamUpdateAll: pointwise(['0', '1', '2', '3'], {
    attrs: ADAM,
    range: [0.1, 1],
    changes: ['0', '1', '2'],
    expected: (given) => adam(...(Object.values(given) as Four)),
  }),
  Assign: pointwise(['target', 'value'], { changes: ['target'], expected: ({ value }) => [clone(value as Tensor)] }),
  BatchNorm: (size) => ({
    inputs: { x: image(size), scale: [size.channels], offset: [size.channels] },
    attrs: { epsilon: EPSILON },
    expected: ({ x, scale, offset }) => {
      const [average, inverseStd] = moments(x as Tensor, OF_ALL);
      const h = mul(sub(x as Tensor, average), inverseStd);
      const flat = (each: Tensor) => reshape(each, [-1]);
      return [add(mul(h, scale as Tensor), offset as Tensor), flat(average), flat(inverseStd)];
    },
  }),
  BatchNormGrad: (size) => ({
    inputs: { dy: image(size), x: image(size), ...channelsOf(['scale', 'mean', 'inverseStd'], size) },
    expected: ({ dy, x, scale, mean: average, inverseStd }) => {
      const h = mul(sub(x as Tensor, average as Tensor), inverseStd as Tensor);
      const factor = mul(scale as Tensor, inverseStd as Tensor);
      return [
        normGradient(dy as Tensor, h, factor, OF_ALL),
        sum(mul(dy as Tensor, h), OF_ALL),
        sum(dy as Tensor, OF_ALL),
      ];
    },
  }),
  BatchNormActivation: (size) => ({
    inputs: { x: image(size), scale: [size.channels], offset: [size.channels] },
    attrs: { epsilon: EPSILON, alpha: ALPHA },
    expected: ({ x, scale, offset }) => {
      const [average, inverseStd] = moments(x as Tensor, OF_ALL);
      const z = add(mul(mul(sub(x as Tensor, average), inverseStd), scale as Tensor), offset as Tensor);
      const ofChannels = [average, inverseStd].map((each) => reshape(each, [-1])) as [Tensor, Tensor];
      const saved = stack([...ofChannels, scale as Tensor, offset as Tensor]);
      return [mul(z, slope(z, ALPHA)), ...ofChannels, saved];
    },
  }),
  BatchNormActivationGrad: (size) => ({
    inputs: { dy: image(size), x: image(size), saved: [4, size.channels] },
    attrs: { alpha: ALPHA },
    expected: ({ dy, x, saved }) => {
      const [average, inverseStd, scale, offset] = unstack(saved as Tensor) as [Tensor, Tensor, Tensor, Tensor];
      const h = mul(sub(x as Tensor, average), inverseStd);
      const dz = mul(dy as Tensor, slope(add(mul(h, scale), offset), ALPHA));
      return [normGradient(dz, h, mul(scale, inverseStd), OF_ALL), sum(mul(dz, h), OF_ALL), sum(dz, OF_ALL)];
    },
  }),
  BceWithLogits: pointwise(['logits'], {
    attrs: { label: 1 },
    range: [-4, 4],
    expected: ({ logits }) => [mean(softplus(neg(logits as Tensor)))],
  }),
  BceWithLogitsGrad: (size) => ({
    inputs: { dy: [], logits: image(size) },
    attrs: { label: 1 },
    expected: ({ dy, logits }) => {
      const { size: count } = logits as Tensor;
      return [mul(sub(sigmoid(logits as Tensor), 1), div(dy as Tensor, count))];
    },
  }),
  BiasGrad: pointwise(['dy'], { expected: ({ dy }) => [sum(dy as Tensor, OF_ALL)] }),
  Convolution: (size) => {
    const { x, filter, operations } = convolution(size);
    return {
      inputs: { x, filter, bias: [size.channels] },
      attrs: { stride: 2, before: 1, after: 2, alpha: ALPHA },
      operations,
      expected: (given) => {
        const padded = pad4d(given.x as Tensor4D, [
          [0, 0],
          [1, 2],
          [1, 2],
          [0, 0],
        ]);
        const h = add(conv2d(padded, given.filter as Tensor4D, 2, 'valid'), given.bias as Tensor);
        return [mul(h, slope(h, ALPHA))];
      },
    };
  },
  Dropout: pointwise(['x', 'mask'], {
    attrs: { rate: 0.5 },
    expected: ({ x, mask }) => [mul(x as Tensor, mul(mask as Tensor, 2))],
  }),
  DropoutMask: (size) => ({
    inputs: {},
    attrs: {
      shape: image(size),
      rate: 0.5,
      states: Array.from({ length: size.images }, (_, place) => randomState('check', place)).flat(),
    },
    expected: () => [tensor(drawnMask(size), image(size))],
  }),
  InstanceNorm: pointwise(['x'], {
    attrs: { epsilon: EPSILON },
    expected: ({ x }) => {
      const [average, inverseStd] = moments(x as Tensor, OF_IMAGE);
      return [mul(sub(x as Tensor, average), inverseStd), inverseStd];
    },
  }),
  InstanceNormActivation: pointwise(['x'], {
    attrs: { epsilon: EPSILON, alpha: ALPHA },
    expected: ({ x }) => {
      const [average, inverseStd] = moments(x as Tensor, OF_IMAGE);
      const h = mul(sub(x as Tensor, average), inverseStd);
      return [mul(h, slope(h, ALPHA)), average, inverseStd];
    },
  }),
  InstanceNormGrad: (size) => ({
    inputs: { dy: image(size), y: image(size), inverseStd: [size.images, ...scalarOf(size.channels).slice(1)] },
    expected: ({ dy, y, inverseStd }) => [normGradient(...([dy, y, inverseStd] as Three), OF_IMAGE)],
  }),
  InstanceNormActivationGrad: (size) => {
    const ofChannels = [size.images, 1, 1, size.channels];
    return {
      inputs: { dy: image(size), x: image(size), mean: ofChannels, inverseStd: ofChannels },
      attrs: { alpha: ALPHA },
      expected: ({ dy, x, mean: average, inverseStd }) => {
        const h = mul(sub(x as Tensor, average as Tensor), inverseStd as Tensor);
        return [normGradient(mul(dy as Tensor, slope(h, ALPHA)), h, inverseStd as Tensor, OF_IMAGE)];
      },
    };
  },
  L1Loss: pointwise(['output', 'target'], {
    expected: ({ output, target }) => [mean(abs(sub(output as Tensor, target as Tensor)))],
  }),
  L1LossGrad: (size) => ({
    inputs: { dy: [], output: image(size), target: image(size) },
    expected: ({ dy, output, target }) => {
      const { size: count } = output as Tensor;
      return [mul(sign(sub(output as Tensor, target as Tensor)), div(dy as Tensor, count))];
    },
  }),
  LeakyReluGrad: pointwise(['dy', 'x'], {
    attrs: { alpha: ALPHA },
    expected: ({ dy, x }) => [mul(dy as Tensor, slope(x as Tensor, ALPHA))],
  }),
  ReluGrad: pointwise(['dy', 'y'], { expected: ({ dy, y }) => [mul(dy as Tensor, slope(y as Tensor, 0))] }),
  TanhGrad: pointwise(['dy', 'y'], {
    expected: ({ dy, y }) => [mul(dy as Tensor, sub(1, square(y as Tensor)))],
  }),
};

type Three = [Tensor, Tensor, Tensor];
type Four = [Tensor, Tensor, Tensor, Tensor];

/** TensorFlow.js's kernels: the cpu backend has them all. */
const TENSORFLOW: Readonly<Record<string, CaseOf>> = {
  ...each(['Abs', 'Ceil', 'Floor', 'IsNan', 'Neg', 'Relu', 'Relu6', 'Round', 'Sign'], pointwise(['x'])),
  ...each(['Cos', 'Cosh', 'Elu', 'Erf', 'Exp', 'Expm1', 'Selu', 'Sigmoid', 'Sin', 'Sinh'], pointwise(['x'])),
  ...each(['Softplus', 'Square', 'Tan', 'Tanh', 'Identity', 'IsFinite', 'ZerosLike', 'OnesLike'], pointwise(['x'])),
  ...each(['Acos', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Log', 'Log1p'], pointwise(['x'], { range: [0.1, 0.9] })),
  ...each(['Reciprocal', 'Rsqrt', 'Sqrt'], pointwise(['x'], { range: [0.1, 0.9] })),
  Step: pointwise(['x'], { attrs: { alpha: 0 } }),
  Acosh: pointwise(['x'], { range: [1.1, 3] }),
  LeakyRelu: pointwise(['x'], { attrs: { alpha: ALPHA } }),
  ...each(['Add', 'Atan2', 'Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Maximum'], pointwise(['a', 'b'])),
  ...each(['Minimum', 'Multiply', 'NotEqual', 'SquaredDifference', 'Sub'], pointwise(['a', 'b'])),
  ...each(['Pow', 'RealDiv', 'FloorDiv', 'Mod'], pointwise(['a', 'b'], { range: [0.2, 2] })),
  EluGrad: pointwise(['dy', 'y']),
  Prelu: pointwise(['x', 'alpha']),
  Select: pointwise(['condition', 't', 'e'], { range: [0, 1] }),
  AddN: pointwise(['0', '1', '2']),
  Cast: pointwise(['x'], { attrs: { dtype: 'int32' }, range: [-100, 100] }),
  ClipByValue: pointwise(['x'], { attrs: { clipValueMin: -0.5, clipValueMax: 0.5 } }),
  Concat: pointwise(['0', '1'], { attrs: { axis: 3 } }),
  Conv2D: (size) => {
    const { x, filter, operations } = convolution(size);
    return { inputs: { x, filter }, attrs: STRIDE_2 as never, operations };
  },
  Conv2DBackpropFilter: (size) => {
    const { x, filter, y, operations } = convolution(size);
    return { inputs: { x, dy: y }, attrs: { ...STRIDE_2, filterShape: [...filter] } as never, operations };
  },
  Conv2DBackpropInput: (size) => {
    const { x, filter, y, operations } = convolution(size);
    return { inputs: { dy: y, filter }, attrs: { ...STRIDE_2, inputShape: [...x] } as never, operations };
  },
  FusedConv2D: fusedConvolution,
  FusedBatchNorm: (size) => ({
    inputs: { x: image(size), ...channelsOf(['mean', 'variance', 'scale', 'offset'], size) },
    attrs: { varianceEpsilon: 1e-3 },
    range: [0.1, 1],
  }),
  BatchMatMul: product,
  _FusedMatMul: (size) => {
    const { inputs, attrs, operations } = product(size);
    return { inputs: { ...inputs, bias: [size.side * 4] }, attrs: { ...attrs, activation: 'relu' }, operations };
  },
  ...each(
    ['Max', 'Mean', 'Min', 'Prod', 'Sum'],
    pointwise(['x'], { attrs: { axis: [1, 2], keepDims: false } as never }),
  ),
  PadV2: pointwise(['x'], { attrs: { paddings: pad(1), constantValue: 0 } as never }),
  MirrorPad: pointwise(['x'], { attrs: { paddings: pad(1), mode: 'reflect' } as never }),
  ResizeBilinear: resized,
  ResizeNearestNeighbor: resized,
  Slice: (size) => ({
    inputs: { x: image(size) },
    attrs: { begin: [0, 1, 1, 0], size: [size.images, size.side - 2, size.side - 1, size.channels] },
  }),
  SplitV: (size) => ({
    inputs: { x: image(size) },
    attrs: { numOrSizeSplits: [1, size.channels - 1], axis: 3 },
  }),
  Tile: pointwise(['x'], { attrs: { reps: [1, 2, 1, 1] } }),
  Transpose: pointwise(['x'], { attrs: { perm: [0, 3, 1, 2] } }),
};

/** Twice as many values in a line, each from four, clipped. */
function resampledPixels({ images, side, channels }: CaseSize): KernelCase {
  const [bits, stride] = [3, 4];
  return {
    inputs: { x: [images * side, side, channels], first: [2 * side], weights: [2 * side, stride] },
    attrs: { fractionBits: bits },
    integers: true,
    range: [0, side - stride + 1],
    expected({ x, first, weights }) {
      const [pixels, begins, factors] = [x, first, weights].map((each) => (each as Tensor).dataSync()) as [
        Int32Array,
        Int32Array,
        Int32Array,
      ];
      const values = Int32Array.from({ length: images * side * 2 * side * channels }, (_, at) => {
        const [channel, place] = [at % channels, Math.floor(at / channels) % (2 * side)];
        const line = Math.floor(at / channels / 2 / side) * side;
        let sum = 2 ** (bits - 1);
        for (let k = 0; k < stride; k++)
          sum +=
            (pixels[(line + (begins[place] as number) + k) * channels + channel] as number) *
            (factors[place * stride + k] as number);
        return Math.min(255, sum >> bits);
      });
      return [tensor(values, [images * side, 2 * side, channels])];
    },
  };
}

/** The call by which a kernel is checked; a kernel that has none is reported as such. */
export const KERNEL_CASES: Readonly<Record<string, CaseOf>> = {
  ...TENSORFLOW,
  ...OUR_OWN,
  ResamplePixels: resampledPixels,
};

function channelsOf(names: readonly string[], { channels }: CaseSize): Record<string, number[]> {
  return Object.fromEntries(names.map((name) => [name, [channels]]));
}

function pad(border: number): number[][] {
  return [
    [0, 0],
    [border, border],
    [border, border],
    [0, 0],
  ];
}

function resized(size: CaseSize): KernelCase {
  const attrs = { size: [2 * size.side, 2 * size.side], alignCorners: false, halfPixelCenters: false };
  return { inputs: { images: image(size) }, attrs };
}

function drawnMask({ images, side, channels }: CaseSize): Float32Array {
  const length = side * side * channels;
  const mask = new Float32Array(images * length);
  for (let place = 0; place < images; place++) {
    const { uniform } = randomStream('check', place);
    for (let i = 0; i < length; i++) mask[place * length + i] = uniform() < 0.5 ? 0 : 1;
  }
  return mask;
}
