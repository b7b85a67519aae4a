/**
 * Which rows of a kernel a doubled image's even and odd rows take from each row of the image around them: `taps[phase][tap]`;
 * the columns likewise. Values that meet the same pixel are added beforehand.
 */
export type Taps = readonly [even: Rows, odd: Rows];
type Rows = readonly (readonly number[])[];

/** A transposed convolution of stride 2: its kernel's rows, two of which meet each row of the image, from the last on. */
export function transposedTaps(kernel: number): Taps {
  const count = Math.ceil(kernel / 2);
  const rows = (phase: number) =>
    Array.from({ length: count }, (_, tap) => [phase + 2 * (count - 1 - tap)].filter((row) => row < kernel));
  return [rows(0), rows(1)];
}

/** Nearest neighbours and a 3x3 convolution with padding 1, as the transposed convolution of 4x4 that does the same. */
export const resizedTaps: Taps = [
  [[0, 1], [2]],
  [[0], [1, 2]],
];

/** Nearest neighbours, a pixel of padding at the top and left, and a 4x4 convolution with padding 1. */
export const upsampledTaps: Taps = [
  [[0, 1], [2, 3], []],
  [[0], [1, 2], [3]],
];

/** A kernel whose output is four times as many channels, one for each pixel of a doubled image. */
export type PhaseKernel = {
  /** [4 out, in, taps, taps], as ONNX has it; the channel of output o, row phase r and column phase c is 4 o + 2 r + c. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number, number];
};

/**
 * The kernel of a plain convolution whose output becomes, by depth-to-space, what a convolution that doubles the image gives:
 * no value is computed that is thrown away, and no engine needs a transposed convolution.
 *
 * @param values [kernel, kernel, in, out], or with `outputsFirst` [kernel, kernel, out, in]
 */
export function phaseKernel(
  values: Float32Array,
  {
    kernel,
    inChannels,
    outChannels,
    taps,
    outputsFirst,
  }: { kernel: number; inChannels: number; outChannels: number; taps: Taps; outputsFirst: boolean },
): PhaseKernel {
  const side = taps[0].length;
  const [ofInput, ofOutput] = outputsFirst ? [1, inChannels] : [outChannels, 1];
  const made = new Float32Array(4 * outChannels * inChannels * side * side);
  const phases = [0, 1] as const;
  for (const phaseY of phases)
    for (const phaseX of phases)
      for (let tapY = 0; tapY < side; tapY++)
        for (let tapX = 0; tapX < side; tapX++)
          for (const row of taps[phaseY][tapY] as readonly number[])
            for (const column of taps[phaseX][tapX] as readonly number[]) {
              const from = (row * kernel + column) * inChannels * outChannels;
              for (let o = 0; o < outChannels; o++) {
                const to = (4 * o + 2 * phaseY + phaseX) * inChannels;
                for (let i = 0; i < inChannels; i++) {
                  const at = ((to + i) * side + tapY) * side + tapX;
                  made[at] = (made[at] as number) + (values[from + i * ofInput + o * ofOutput] as number);
                }
              }
            }
  return { values: made, shape: [4 * outChannels, inChannels, side, side] };
}
