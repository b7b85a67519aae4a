import { DataError } from '@pix2pix-ts/data';
import type { ImageLike } from '../../image.ts';

/** What is used of an object of the package sharp, so that the types of this package do without those of sharp. */
export type SharpPicture = {
  /** An independent copy. */
  clone(): SharpPicture;
  /** Turns it upright, as its file says. */
  autoOrient(): SharpPicture;
  /** Its colours in this space. */
  toColourspace(space: string): SharpPicture;
  /** Its values instead of a file's bytes. */
  raw(): SharpPicture;
  /** Runs all of it. */
  toBuffer(options: { resolveWithObject: true }): Promise<SharpPixels>;
};

/** What sharp gives where values are asked for. */
export type SharpPixels = {
  /** The values of each pixel, row by row. */
  readonly data: Uint8Array;
  /** Their arrangement. */
  readonly info: SharpInfo;
};

/** How sharp's values are arranged. */
export type SharpInfo = {
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Values of a pixel. */
  readonly channels: number;
};

/** Whether an object is sharp's, of whatever copy of the package. */
export function isSharp(source: object): source is SharpPicture {
  return ['clone', 'autoOrient', 'toColourspace', 'raw', 'toBuffer'].every(
    (name) => typeof (source as Record<string, unknown>)[name] === 'function',
  );
}

/**
 * The pixels that a sharp object's operations lead to, upright and in sRGB; the object can be used again.
 *
 * @throws DataError of one line where sharp cannot make them
 */
export async function readSharp(picture: SharpPicture): Promise<ImageLike> {
  const upright = picture.clone().autoOrient().toColourspace('srgb').raw();
  const { data, info } = await upright.toBuffer({ resolveWithObject: true }).catch((error: Error) => {
    const reason = error.message.trim().split('\n', 1)[0];
    throw new DataError(`Expected a picture from the sharp object, got "${reason}". Look at its input.`, {
      cause: error,
    });
  });
  return { data, width: info.width, height: info.height };
}
