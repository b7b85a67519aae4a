import type { Picture } from '@pix2pix-ts/common';
import type { Metadata, Sharp } from 'sharp';
import { overWhite } from '../over-white.ts';

/** 8-bit sRGB as sharp gives it. */
export type Rgb = Picture<Uint8Array>;

/** The colours that a profile is for, as given at its byte 16 (ICC.1:2001-04, section 6.1.5). */
type Colours = 'GRAY' | 'RGB ' | 'CMYK';

/**
 * What a picture's profile is for; undefined where it has none, or one that says nothing about such colours. Grays may have
 * one of colours, as in browsers.
 */
export function profileOf({ space, icc }: Metadata): Colours | undefined {
  const found = icc?.toString('latin1', 16, 20);
  const own: Colours = space === 'cmyk' ? 'CMYK' : isGray(space) ? 'GRAY' : 'RGB ';
  return found === own || (found === 'RGB ' && own === 'GRAY') ? found : undefined;
}

function isGray(space: string): boolean {
  return space === 'b-w' || space === 'grey16';
}

/**
 * The picture of a decoder in 8-bit sRGB, its profile applied, its transparency over white. Some kinds are read in another way than sharp would:
 *
 * - 16-bit colours with a profile, which it hands out in Display P3, and 16-bit grays, whose profile it leaves out: they
 *   become 8 bits before their profile is applied, not after; grays with a profile of colours become such;
 * - CMYK without a profile, which it takes for that of some press: red is (1 - cyan) (1 - black) and so on, as in browsers
 *   and in Pillow.
 */
export async function readColours(decoder: Sharp, metadata: Metadata): Promise<Rgb> {
  const isDeep = metadata.depth === 'ushort';
  const profile = profileOf(metadata);
  if (metadata.space === 'cmyk' && !profile) return readInks(decoder, isDeep);
  if (profile === 'GRAY' && isDeep) decoder.pipelineColourspace('b-w');
  if (profile === 'RGB ' && (isDeep || isGray(metadata.space))) decoder.pipelineColourspace('srgb');
  const { data, info } = await decoder.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  // The decoder's own `flatten` cuts fractions off, and would be a level darker than a browser's canvas.
  const { width, height, channels } = info;
  if (channels === 4) return { data: bytesOf(overWhite({ data, width, height }).data), width, height };
  if (channels !== 3) throw new Error(`expected colours or gray, got ${channels} channels`);
  return { data: bytesOf(data), width, height };
}

async function readInks(decoder: Sharp, isDeep: boolean): Promise<Rgb> {
  const { data: inks, info } = await decoder
    .flatten({ background: '#fff' })
    .pipelineColourspace('cmyk')
    .toColourspace('cmyk')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error(`expected four inks, got ${info.channels} channels`);
  const values = isDeep ? new Uint16Array(inks.buffer, inks.byteOffset, inks.length / 2).map((v) => v >> 8) : inks;
  const data = new Uint8Array(3 * info.width * info.height);
  for (let from = 0, to = 0; from < values.length; from += 4) {
    const white = 255 - (values[from + 3] as number);
    for (let ink = 0; ink < 3; ink++) data[to++] = white - Math.round(((values[from + ink] as number) * white) / 255);
  }
  return { data, width: info.width, height: info.height };
}

function bytesOf({ buffer, byteOffset, length }: Uint8Array | Uint8ClampedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
