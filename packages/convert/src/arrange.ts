/**
 * A kernel of PyTorch in TensorFlow.js's layout: [O, I, h, w] to [h, w, I, O], and of a transposed convolution [I, O, h, w] to
 * [h, w, O, I]: the last axis first.
 *
 * @param rotate input channels by which ours begin later: the first `rotate` of the file come last
 * @param inputAxis where the file's input channels are counted: 1, or 0 of a transposed convolution
 */
export function arrangeKernel(
  values: Float32Array,
  [first, second, height, width]: readonly [number, number, number, number],
  { rotate = 0, inputAxis }: { rotate?: number | undefined; inputAxis: 0 | 1 },
): Float32Array {
  const arranged = new Float32Array(values.length);
  const pixels = height * width;
  const [rotateFirst, rotateSecond] = inputAxis === 0 ? [rotate, 0] : [0, rotate];
  for (let i = 0; i < first; i++) {
    const toFirst = (i - rotateFirst + first) % first;
    for (let j = 0; j < second; j++) {
      const to = ((j - rotateSecond + second) % second) * first + toFirst;
      const from = (i * second + j) * pixels;
      for (let pixel = 0; pixel < pixels; pixel++)
        arranged[pixel * first * second + to] = values[from + pixel] as number;
    }
  }
  return arranged;
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
