import { extname } from 'node:path';
import { DataError } from '../../data-error.ts';
import { channelsOf, depthOf, type Raster } from '../../pixels.ts';
import { loadSharp } from '../load-sharp.ts';
import { encodeNpy } from './npy.ts';

/** What the endings of files stand for. */
const FORMATS: Readonly<Record<string, 'png' | 'tiff' | 'npy'>> = {
  '.png': 'png',
  '.tif': 'tiff',
  '.tiff': 'tiff',
  '.npy': 'npy',
};

/**
 * A picture as the bytes of a file that keeps its values: a PNG or TIFF of 1, 3 or 4 channels and 8 or 16 bits, or an array of
 * NumPy, which takes any.
 *
 * @param path whose ending names the format
 * @throws DataError of one line where the format cannot hold the picture
 */
export async function encodeStored(picture: Raster, path: string): Promise<Uint8Array> {
  const format = FORMATS[extname(path).toLowerCase()];
  if (!format)
    throw new DataError(
      `Expected a name that ends in one of ${Object.keys(FORMATS).join(', ')}, which keep values, got ${path}. Change its ending.`,
    );
  if (format === 'npy') return encodeNpy(picture);
  const { data, width, height } = picture;
  const [channels, depth] = [channelsOf(picture), depthOf(picture)];
  if ((channels !== 1 && channels !== 3 && channels !== 4) || depth === 32)
    throw new DataError(
      `Expected 1, 3 or 4 channels of 8 or 16 bits for ${path}, got ${channels} of ${depth}. Give it a name that ends in .npy.`,
    );
  const colours = channels === 1 ? (depth === 16 ? 'grey16' : 'b-w') : depth === 16 ? 'rgb16' : 'srgb';
  const sharp = await loadSharp();
  const image = sharp(data, { raw: { width, height, channels } }).pipelineColourspace(colours).toColourspace(colours);
  return (format === 'png' ? image.png() : image.tiff({ compression: 'deflate', predictor: 'none' })).toBuffer();
}
