/** Which of the 3 kernel rows the row above, the two own and the row below of a doubled pixel take of it. */
const TAKEN = [[2], [1, 2], [0, 1], [0]] as const;

/**
 * The kernel of the transposed convolution with stride 2 and padding 1 that does the same as doubling an image by nearest
 * neighbours and a 3x3 convolution with padding 1, as `spreadKernel` of `ops` makes it on an engine.
 *
 * @param kernel [3, 3, in, out], row by row
 * @returns [4, 4, out, in]
 */
export function spreadKernel(kernel: Float32Array, inChannels: number, outChannels: number): Float32Array {
  const plane = inChannels * outChannels;
  const spread = new Float32Array(16 * plane);
  TAKEN.forEach((rows, y) => {
    TAKEN.forEach((columns, x) => {
      const to = (4 * y + x) * plane;
      for (let i = 0; i < inChannels; i++)
        for (let o = 0; o < outChannels; o++) {
          let sum = 0;
          for (const row of rows)
            for (const column of columns) sum += kernel[(3 * row + column) * plane + i * outChannels + o] as number;
          spread[to + o * inChannels + i] = sum;
        }
    });
  });
  return spread;
}
