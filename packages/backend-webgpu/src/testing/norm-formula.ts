/** What a norm computes, in float64. */
export type NormFormula = {
  /** Channels are normalised over the rows of each image; a batch norm has one image. */
  size: { images: number; rows: number; channels: number };
  epsilon: number;
  x: ArrayLike<number>;
  dy: ArrayLike<number>;
  /** Of what is below zero; 1 is no activation. @default 1 */
  alpha?: number;
  /** @default ones */
  scale?: ArrayLike<number>;
  /** @default zeros */
  offset?: ArrayLike<number>;
};

/** y = activation((x - mean) / sqrt(variance + epsilon) * scale + offset), and its gradients at dy. */
export function normByFormula({ size, epsilon, x, dy, alpha = 1, scale, offset }: NormFormula) {
  const { images, rows, channels } = size;
  const [y, dx] = [new Float64Array(x.length), new Float64Array(x.length)];
  const [mean, inverseStd, dScale, dOffset] = Array.from({ length: 4 }, () => new Float64Array(images * channels)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let column = 0; column < images * channels; column++) {
    const channel = column % channels;
    const first = Math.floor(column / channels) * rows * channels + channel;
    const places = Array.from({ length: rows }, (_, row) => first + row * channels);
    const meanOf = (at: (place: number) => number) => places.reduce((sum, place) => sum + at(place), 0) / rows;
    const middle = meanOf((i) => x[i] as number);
    const scaling = 1 / Math.sqrt(meanOf((i) => ((x[i] as number) - middle) ** 2) + epsilon);
    const factor = scale?.[channel] ?? 1;
    const h = (i: number) => ((x[i] as number) - middle) * scaling;
    const z = (i: number) => h(i) * factor + (offset?.[channel] ?? 0);
    const slope = (i: number) => (z(i) > 0 ? 1 : alpha);
    const g = (i: number) => (dy[i] as number) * slope(i);
    const [ofG, ofBoth] = [meanOf(g), meanOf((i) => g(i) * h(i))];
    for (const i of places) {
      y[i] = z(i) * slope(i);
      dx[i] = factor * scaling * (g(i) - ofG - h(i) * ofBoth);
    }
    mean[column] = middle;
    inverseStd[column] = scaling;
    dScale[column] = ofBoth * rows;
    dOffset[column] = ofG * rows;
  }
  return { y, mean, inverseStd, dx, dScale, dOffset };
}
