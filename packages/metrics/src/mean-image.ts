import { checkComparable, checkImage, type Image } from './image.ts';

/** The mean of images that come one by one; none of them is kept. */
export type MeanImage = {
  /** @throws RangeError where the size is not that of the first */
  add(image: Image): void;
  /**
   * The mean of each value, rounded to 8 bits, in an array of its own.
   *
   * @throws RangeError where nothing was added
   */
  image(): Image & {
    /** The mean values, the caller's. */
    readonly data: Uint8Array;
  };
};

/** An accumulator for the mean of images: of the training targets it is the best answer without a look at the input. */
export function createMeanImage(): MeanImage {
  let sum: { data: Float64Array; width: number; height: number } | undefined;
  let images = 0;
  return {
    add(image) {
      const { data, width, height } = image;
      if (sum === undefined) {
        checkImage(image);
        sum = { data: new Float64Array(data.length), width, height };
      } else {
        checkComparable(image, sum);
      }
      images++;
      for (let i = 0; i < data.length; i++) (sum.data[i] as number) += data[i] as number;
    },
    image() {
      if (sum === undefined)
        throw new RangeError('Expected at least one image to take the mean of, got none. Add one.');
      return { ...sum, data: Uint8Array.from(sum.data, (value) => Math.round(value / images)) };
    },
  };
}
