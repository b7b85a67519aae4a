import type { Metadata, Sharp } from 'sharp';

/** Pixels of three channels of 8 bits, row by row. */
export type Rgb = { readonly data: Uint8Array; readonly width: number; readonly height: number };

/**
 * The picture of a decoder in 8-bit sRGB, its profile applied. Three kinds are read in another way than sharp would:
 *
 * - 16-bit colours with a profile, which it hands out in Display P3, and 16-bit grays, whose profile it leaves out: they
 *   become 8 bits before their profile is applied, not after;
 * - CMYK without a profile, which it takes for that of some press: red is (1 - cyan) (1 - black) and so on, as in browsers
 *   and in Pillow.
 */
export async function readColours(decoder: Sharp, { space, depth, icc }: Metadata): Promise<Rgb> {
  const isDeep = depth === 'ushort';
  if (space === 'cmyk' && icc?.toString('latin1', 16, 20) !== 'CMYK') return readInks(decoder, isDeep);
  if (isDeep && icc) decoder.pipelineColourspace(space === 'grey16' ? 'b-w' : 'srgb');
  const { data, info } = await decoder.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`expected colours or gray, got ${info.channels} channels`);
  return { data: bytesOf(data), width: info.width, height: info.height };
}

async function readInks(decoder: Sharp, isDeep: boolean): Promise<Rgb> {
  const { data: inks, info } = await decoder
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

function bytesOf({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
