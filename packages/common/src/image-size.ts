/** Width and height in pixels. */
export type Sides = {
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
};

/** The size of a model's images in pixels: one number where they are square. */
export type ImageSize = number | Sides;

/** Width and height of images of this size. */
export function sidesOf(size: ImageSize): Sides {
  return typeof size === 'number' ? { width: size, height: size } : size;
}

/** The longer side, in pixels. */
export function longerSide(size: ImageSize): number {
  const { width, height } = sidesOf(size);
  return Math.max(width, height);
}

/** The shorter side, in pixels. */
export function shorterSide(size: ImageSize): number {
  const { width, height } = sidesOf(size);
  return Math.min(width, height);
}

/** One number for a square, width and height for what is none: each size has one way to be written. */
export function imageSizeOf({ width, height }: Sides): ImageSize {
  return width === height ? width : { width, height };
}

/** As people write it, the width first: `256x128`, or `256` for a square. */
export function sizeText(size: ImageSize): string {
  const { width, height } = sidesOf(size);
  return width === height ? String(width) : `${width}x${height}`;
}
