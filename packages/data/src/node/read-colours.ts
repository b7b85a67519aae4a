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

/** How a decoder gives a picture's colours: in sRGB, or as inks whose red is (1 - cyan) (1 - black) and so on. */
export type Decoded = { readonly decoder: Sharp; readonly inks?: 'uchar' | 'ushort' };

/**
 * A decoder of 8-bit sRGB, a picture's profile applied, its transparency kept. Some kinds are read in another way than sharp would:
 *
 * - 16-bit colours with a profile, which it hands out in Display P3, and 16-bit grays, whose profile it leaves out: they
 *   become 8 bits before their profile is applied, not after; grays with a profile of colours become such;
 * - CMYK without a profile, which it takes for that of some press: they stay inks, for {@link colourOf}.
 */
export function decodedColours(decoder: Sharp, metadata: Metadata): Decoded {
  const isDeep = metadata.depth === 'ushort';
  const profile = profileOf(metadata);
  if (metadata.space === 'cmyk' && !profile)
    return {
      decoder: decoder.flatten({ background: '#fff' }).pipelineColourspace('cmyk').toColourspace('cmyk'),
      inks: isDeep ? 'ushort' : 'uchar',
    };
  if (profile === 'GRAY' && isDeep) decoder.pipelineColourspace('b-w');
  if (profile === 'RGB ' && (isDeep || isGray(metadata.space))) decoder.pipelineColourspace('srgb');
  return { decoder: decoder.toColourspace('srgb') };
}

/** The picture of a decoder in 8-bit sRGB, its transparency over white. */
export async function readColours(decoder: Sharp, metadata: Metadata): Promise<Rgb> {
  const decoded = decodedColours(decoder, metadata);
  const raw = decoded.decoder.raw(decoded.inks && { depth: decoded.inks });
  const { data, info } = await raw.toBuffer({ resolveWithObject: true });
  checkChannels(info.channels, decoded);
  return { data: colourOf(data, decoded, info.channels), width: info.width, height: info.height };
}

/** @throws Error where a decoder gives something other than it was asked for */
export function checkChannels(channels: number, { inks }: Decoded): void {
  if (channels === 4 || (channels === 3 && !inks)) return;
  throw new Error(`expected ${inks ? 'four inks' : 'colours or gray'}, got ${channels} channels`);
}

/** The colours of what a decoder gave, in three or four channels, as bytes. */
export function colourOf(
  { buffer, byteOffset, length }: Uint8Array,
  { inks }: Decoded,
  channels: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(buffer as ArrayBuffer, byteOffset, length);
  if (inks === 'ushort')
    return colourOfInks(new Uint16Array(buffer, byteOffset, length / 2).map((value) => value >> 8));
  if (inks === 'uchar') return colourOfInks(bytes);
  if (channels === 3) return bytes;
  // The decoder's own `flatten` cuts fractions off, and would be a level darker than a browser's canvas.
  const { data } = overWhite({ data: bytes, width: length / 4, height: 1 });
  return new Uint8Array(data.buffer, data.byteOffset, data.length);
}

/** Red is (1 - cyan) (1 - black) and so on, as in browsers and in Pillow. */
function colourOfInks(inks: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array((3 * inks.length) / 4);
  for (let from = 0, to = 0; from < inks.length; from += 4) {
    const white = 255 - (inks[from + 3] as number);
    for (let ink = 0; ink < 3; ink++) data[to++] = white - Math.round(((inks[from + ink] as number) * white) / 255);
  }
  return data;
}
