import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';

/** What a call of a kernel has to do at least. What bounds it is its rate's unit: arithmetic, or the way to memory. */
export type KernelWork =
  | { bound: 'arithmetic'; flop: number; rows: number }
  | { bound: 'memory'; bytes: number; product?: true }
  /** Nothing is computed or moved. */
  | { bound: 'nothing' };

/** A call that is over. */
type KernelCall = {
  name: string;
  inputs: Record<string, TensorInfo | TensorInfo[] | undefined>;
  attrs: Record<string, unknown>;
  outputs: TensorInfo[];
};

/** Products of at most this many rows read their factor once for each: the way to memory bounds them. */
const FEW_ROWS = 4;

/** Inputs that are read twice, because sums over them come first. */
const readTwice: Record<string, readonly string[]> = {
  InstanceNorm: ['x'],
  InstanceNormGrad: ['dy', 'y'],
  BatchNorm: ['x'],
  BatchNormGrad: ['dy', 'y'],
};

/** Kernels that give a tensor another shape or another name. */
const moveNothing = new Set(['Identity', 'Reshape', 'ExpandDims']);

/**
 * Operations of a product (a product and a sum are two; taps outside the image are none), and for everything else the bytes
 * of its inputs and outputs, each as often as it must be read or written.
 */
export function kernelWork(call: KernelCall): KernelWork {
  if (moveNothing.has(call.name)) return { bound: 'nothing' };
  const product = productOf(call);
  if (!product) return { bound: 'memory', bytes: movedBytes(call) };
  const { rows, terms, flop, seen } = product;
  if (Math.min(rows, terms) > FEW_ROWS) return { bound: 'arithmetic', flop, rows };
  const { filter } = call.inputs;
  // Taps that see no pixel need not be read.
  const unread = (1 - seen) * (filter ? bytesOf(filter) : 0);
  return { bound: 'memory', bytes: movedBytes(call) - unread, product: true };
}

type ProductSize = {
  /** Rows of the product. */
  rows: number;
  /** How many terms a sum has. */
  terms: number;
  flop: number;
  /** The share of the filter's taps that see a pixel at all. */
  seen: number;
};

function productOf({ name, inputs, attrs, outputs }: KernelCall): ProductSize | undefined {
  const shapeOf = (input: string) => (inputs[input] as TensorInfo).shape;
  switch (name) {
    case 'Conv2D':
    case 'FusedConv2D':
      return convolution(shapeOf('x'), shapeOf('filter'), attrs, 'forward');
    case 'Conv2DBackpropInput':
      return convolution(attrs.inputShape as number[], shapeOf('filter'), attrs, 'input');
    case 'Conv2DBackpropFilter':
      return convolution(shapeOf('x'), attrs.filterShape as number[], attrs, 'filter');
    case 'BatchMatMul':
    case '_FusedMatMul': {
      const [rows, columns] = (outputs[0] as TensorInfo).shape.slice(-2) as [number, number];
      const terms = shapeOf('a').at(attrs.transposeA ? -2 : -1) as number;
      const matrices = util.sizeFromShape((outputs[0] as TensorInfo).shape) / (rows * columns);
      return { rows, terms, flop: 2 * matrices * rows * columns * terms, seen: 1 };
    }
    default:
      return undefined;
  }
}

/** A convolution or one of its gradients: they all have the same products, summed over other axes. */
function convolution(
  x: number[],
  filter: number[],
  attrs: Record<string, unknown>,
  kind: 'forward' | 'input' | 'filter',
): ProductSize {
  type Parameters4D = Parameters<typeof backend_util.computeConv2DInfo>;
  const info = backend_util.computeConv2DInfo(
    x as Parameters4D[0],
    filter as Parameters4D[1],
    attrs.strides as Parameters4D[2],
    (attrs.dilations as Parameters4D[3] | undefined) ?? 1,
    attrs.pad as Parameters4D[4],
    attrs.dimRoundingMode as Parameters4D[5],
  );
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const down = meetings(inHeight, outHeight, filterHeight, strideHeight, dilationHeight, padInfo.top);
  const across = meetings(inWidth, outWidth, filterWidth, strideWidth, dilationWidth, padInfo.left);
  const positions = batchSize * outHeight * outWidth;
  const taps = filterHeight * filterWidth;
  const [rows, terms] = {
    forward: [positions, taps * inChannels],
    // Each of the stride's phases is a product of its own.
    input: [
      batchSize * Math.ceil(inHeight / strideHeight) * Math.ceil(inWidth / strideWidth),
      (taps * outChannels) / (strideHeight * strideWidth),
    ],
    filter: [taps * inChannels, positions],
  }[kind] as [number, number];
  const flop = 2 * batchSize * down.pairs * across.pairs * inChannels * outChannels;
  return { rows, terms, flop, seen: (down.taps * across.taps) / taps };
}

/** Along one axis: how many pairs of an output place and a tap see a pixel, and how many taps do at some place. */
function meetings(size: number, outSize: number, filter: number, stride: number, dilation: number, pad: number) {
  let [pairs, taps] = [0, 0];
  for (let tap = 0; tap < filter; tap++) {
    let places = 0;
    for (let out = 0; out < outSize; out++) {
      const at = out * stride + tap * dilation - pad;
      if (at >= 0 && at < size) places++;
    }
    pairs += places;
    if (places > 0) taps++;
  }
  return { pairs, taps };
}

function movedBytes({ name, inputs, outputs }: KernelCall): number {
  const read = Object.entries(inputs).map(([input, tensor]) => {
    const often = readTwice[name]?.includes(input) ? 2 : 1;
    return tensor ? often * bytesOf(tensor) : 0;
  });
  // Adam changes three of its four inputs in place.
  const changed = name === 'AdamUpdate' ? 3 * bytesOf(inputs.param as TensorInfo) : 0;
  // A slice reads no more than it gives.
  const given = bytesOf(outputs);
  const all = read.reduce((sum, bytes) => sum + bytes, 0);
  return (name === 'Slice' ? given : all) + given + changed;
}

function bytesOf(tensors: TensorInfo | TensorInfo[]): number {
  return [tensors]
    .flat()
    .reduce((sum, { shape, dtype }) => sum + util.bytesPerElement(dtype) * util.sizeFromShape(shape), 0);
}
