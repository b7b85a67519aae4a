/** What a network says of images: a row of numbers for each of them, one after the other. */
export type Features = {
  /** `images * dimensions` values, row by row. */
  readonly values: Float32Array;
  /** How many numbers an image has: 2048 of InceptionV3. */
  readonly dimensions: number;
};

/**
 * How many images the features are of.
 *
 * @throws RangeError of one line where the values are no full rows
 */
export function imagesOf({ values, dimensions }: Features): number {
  const images = values.length / dimensions;
  if (dimensions >= 1 && Number.isInteger(images)) return images;
  throw new RangeError(
    `Expected rows of ${dimensions} features, got ${values.length} values. Pass all features of each image.`,
  );
}
