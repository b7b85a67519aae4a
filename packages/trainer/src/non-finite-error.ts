/** A loss or a weight became infinite or not a number; training from here on makes no sense. */
export class NonFiniteError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'NonFiniteError';
  /** The step at which it was first seen, counted from 1. */
  readonly step: number;
  /** The images of that step. */
  readonly images: readonly string[];

  /** With a message that names the step and the images. */
  constructor(what: 'losses' | 'weights', step: number, images: readonly string[]) {
    super(
      `Expected finite ${what}, got NaN or infinity at step ${step}, on ${images.join(', ')}. Look at these images, or lower the learning rate.`,
    );
    this.step = step;
    this.images = images;
  }
}
