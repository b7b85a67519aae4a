import type { TensorSpec } from '@pix2pix-ts/models';

/** A shape of four sizes: [O, I, h, w] of PyTorch's convolutions, [I, O, h, w] of its transposed ones. */
type Shape4D = readonly [number, number, number, number];

/** How a kernel of PyTorch differs from ours, beyond the order of its axes. */
export type Arrangement = {
  /** Input channels by which ours begin later: the first `rotate` of the file come last. @default 0 */
  rotate?: number | undefined;
  /** Where the file's input channels are counted: 1, or 0 of a transposed convolution. */
  inputAxis: 0 | 1;
};

/**
 * A kernel of PyTorch in TensorFlow.js's layout: [O, I, h, w] to [h, w, I, O], and of a transposed convolution [I, O, h, w] to
 * [h, w, O, I]: the last axis first.
 */
export function arrangeKernel(values: Float32Array, shape: Shape4D, arrangement: Arrangement): Float32Array {
  const arranged = new Float32Array(values.length);
  forEachValue(shape, arrangement, (theirs, ours) => {
    arranged[ours] = values[theirs] as number;
  });
  return arranged;
}

/** The way back: a kernel of TensorFlow.js as PyTorch has it, of this shape there. */
export function arrangeForTorch(values: Float32Array, shape: Shape4D, arrangement: Arrangement): Float32Array {
  const arranged = new Float32Array(values.length);
  forEachValue(shape, arrangement, (theirs, ours) => {
    arranged[theirs] = values[ours] as number;
  });
  return arranged;
}

/** Where each value is in the file, and where with us. */
function forEachValue(
  [first, second, height, width]: Shape4D,
  { rotate = 0, inputAxis }: Arrangement,
  visit: (theirs: number, ours: number) => void,
): void {
  const pixels = height * width;
  const [rotateFirst, rotateSecond] = inputAxis === 0 ? [rotate, 0] : [0, rotate];
  for (let i = 0; i < first; i++) {
    const toFirst = (i - rotateFirst + first) % first;
    for (let j = 0; j < second; j++) {
      const ours = ((j - rotateSecond + second) % second) * first + toFirst;
      const theirs = (i * second + j) * pixels;
      for (let pixel = 0; pixel < pixels; pixel++) visit(theirs + pixel, pixel * first * second + ours);
    }
  }
}

/** The shape that PyTorch has for a tensor of ours. */
export function torchShape(shape: readonly number[]): readonly number[] {
  return shape.length === 4 ? [3, 2, 0, 1].map((axis) => shape[axis] as number) : shape;
}

/** Where PyTorch counts the input channels of a kernel of ours: of transposed convolutions first. */
export function inputAxisOf({ outputAxis }: TensorSpec): 0 | 1 {
  return outputAxis === 2 ? 0 : 1;
}

/**
 * A kernel that is in TensorFlow.js's layout already, with its input channels in our order.
 *
 * @param rotate input channels by which ours begin later: the first `rotate` of the file come last
 * @param inputAxis where the input channels are counted: 2, or 3 of a transposed convolution
 */
export function rotateKernel(
  values: Float32Array,
  shape: readonly number[],
  { rotate = 0, inputAxis }: { rotate?: number | undefined; inputAxis: 2 | 3 },
): Float32Array {
  if (rotate === 0) return values;
  const inputs = shape[inputAxis] as number;
  const inside = inputAxis === 2 ? (shape[3] as number) : 1;
  return values.map((_, i) => {
    const input = Math.floor(i / inside) % inputs;
    return values[i + (((input + rotate) % inputs) - input) * inside] as number;
  });
}
