import type { ConvolutionKernel } from '@pix2pix-ts/backend-wasm';
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';

/** What a call of a kernel has to do at least. What bounds it is its rate's unit: arithmetic, or the way to memory. */
export type KernelWork =
  | { bound: 'arithmetic'; flop: number; rows: number }
  | { bound: 'memory'; bytes: number; product?: true }
  /** Nothing is computed or moved. */
  | { bound: 'nothing' };

/** A call that is over. */
export type KernelCall = {
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

function productOf(call: KernelCall): ProductSize | undefined {
  const convolved = convolutionOf(call);
  if (convolved) return convolution(convolved);
  const { name, inputs, attrs, outputs } = call;
  if (name !== 'BatchMatMul' && name !== '_FusedMatMul') return undefined;
  const [rows, columns] = (outputs[0] as TensorInfo).shape.slice(-2) as [number, number];
  const terms = (inputs.a as TensorInfo).shape.at(attrs.transposeA ? -2 : -1) as number;
  const matrices = util.sizeFromShape((outputs[0] as TensorInfo).shape) / (rows * columns);
  return { rows, terms, flop: 2 * matrices * rows * columns * terms, seen: 1 };
}

type Convolution = { kernel: ConvolutionKernel; info: ReturnType<typeof backend_util.computeConv2DInfo> };

/** The sizes of a convolution or one of its gradients; `undefined` of any other kernel. */
export function convolutionOf({ name, inputs, attrs }: KernelCall): Convolution | undefined {
  const shapeOf = (input: string) => (inputs[input] as TensorInfo).shape;
  const sizes = (x: number[], filter: number[]) => {
    type Parameters4D = Parameters<typeof backend_util.computeConv2DInfo>;
    return backend_util.computeConv2DInfo(
      x as Parameters4D[0],
      filter as Parameters4D[1],
      attrs.strides as Parameters4D[2],
      (attrs.dilations as Parameters4D[3] | undefined) ?? 1,
      attrs.pad as Parameters4D[4],
      attrs.dimRoundingMode as Parameters4D[5],
    );
  };
  switch (name) {
    case 'Conv2D':
    case 'FusedConv2D':
      return { kernel: name, info: sizes(shapeOf('x'), shapeOf('filter')) };
    case 'Conv2DBackpropInput':
      return { kernel: name, info: sizes(attrs.inputShape as number[], shapeOf('filter')) };
    case 'Conv2DBackpropFilter':
      return { kernel: name, info: sizes(shapeOf('x'), attrs.filterShape as number[]) };
    default:
      return undefined;
  }
}

/** A convolution or one of its gradients: they all have the same products, summed over other axes. */
function convolution({ kernel, info }: Convolution): ProductSize {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const down = meetings(inHeight, outHeight, filterHeight, strideHeight, dilationHeight, padInfo.top);
  const across = meetings(inWidth, outWidth, filterWidth, strideWidth, dilationWidth, padInfo.left);
  const positions = batchSize * outHeight * outWidth;
  const taps = filterHeight * filterWidth;
  const forward = [positions, taps * inChannels];
  const [rows, terms] = {
    Conv2D: forward,
    FusedConv2D: forward,
    // Each of the stride's phases is a product of its own.
    Conv2DBackpropInput: [
      batchSize * Math.ceil(inHeight / strideHeight) * Math.ceil(inWidth / strideWidth),
      (taps * outChannels) / (strideHeight * strideWidth),
    ],
    Conv2DBackpropFilter: [taps * inChannels, positions],
  }[kernel] as [number, number];
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
