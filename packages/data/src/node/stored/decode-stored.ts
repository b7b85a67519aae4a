import { extname } from 'node:path';
import type { Sharp } from 'sharp';
import { joinChannels } from '../../channels/join-channels.ts';
import type { Raster } from '../../pixels.ts';
import { type DecodeOptions, decodeImage, decodeWith, type Header, readBytes } from '../decode-image.ts';
import { isNpy, parseNpy } from './npy.ts';
import { asPage, pagesOf } from './tiff-pages.ts';

/** How a picture is decoded as it is stored. */
export type DecodeStoredOptions = Pick<DecodeOptions, 'name'> & {
  /** Of a TIFF of several pages this one, from 0, or all of them as channels. @default 0 */
  pages?: number | 'channels' | undefined;
};

/**
 * Decodes a picture with the channels and the depth of its file: grey, grey and alpha, colours, or colours and alpha, in 8 or 16
 * bits, of the formats that {@link decodeImage} reads; or an array of NumPy (`.npy`). Values are those of the file: no colour
 * profile is applied and nothing is laid over white. A palette becomes colours, and inks (CMYK) become those of 8 bits.
 *
 * @param image a path, or the bytes of a file
 * @throws DataError of one line, as {@link decodeImage}
 */
export async function decodeStored(image: string | Uint8Array, options: DecodeStoredOptions = {}): Promise<Raster> {
  const { name = typeof image === 'string' ? image : 'the image', pages = 0 } = options;
  const bytes = typeof image === 'string' ? await readBytes(image) : image;
  if (isNpy(bytes)) return parseNpy(bytes, name);
  if (pages !== 'channels') return decodePage(asPage(bytes, pages), name);
  const all: Raster[] = [];
  for (let page = 0; page < pagesOf(bytes); page++) all.push(await decodePage(asPage(bytes, page), name));
  if (all.length === 0) return decodePage(bytes, name);
  const names = all.map((_, page) => `page ${page + 1} of ${name}`);
  return joinChannels(all as [Raster, ...Raster[]], names);
}

/**
 * How many pictures a file has: the pages of a TIFF, of any other file one.
 *
 * @throws DataError of one line where it cannot be read
 */
export async function pagesIn(path: string): Promise<number> {
  return /^\.tiff?$/i.test(extname(path)) ? pagesOf(await readBytes(path)) : 1;
}

async function decodePage(bytes: Uint8Array, name: string): Promise<Raster> {
  return decodeWith(bytes, name, async (decoder, header) =>
    header.space === 'cmyk' || header.format === 'gif' ? decodeImage(bytes, { name }) : readStored(decoder, header),
  );
}

/** The values as the decoder has them. */
async function readStored(decoder: Sharp, { space, depth, channels: stored, hasAlpha }: Header): Promise<Raster> {
  const isDeep = depth === 'ushort';
  const isGrey = space === 'b-w' || space === 'grey16';
  const keepsAlpha = isGrey && hasAlpha && stored === 2;
  // Grey with alpha is taken apart below: the decoder would leave the alpha out.
  const colours = isGrey && !keepsAlpha ? (isDeep ? 'grey16' : 'b-w') : isDeep ? 'rgb16' : 'srgb';
  const raw = decoder
    .pipelineColourspace(colours)
    .toColourspace(colours)
    .raw({ depth: isDeep ? 'ushort' : 'uchar' });
  const { data, info } = await raw.toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const values = isDeep
    ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
    : new Uint8Array(data.buffer, data.byteOffset, data.length);
  if (!keepsAlpha || channels !== 4) return { data: values as Raster['data'], width, height };
  const kept = values.filter((_, i) => i % 4 === 0 || i % 4 === 3);
  return { data: kept as Raster['data'], width, height };
}
