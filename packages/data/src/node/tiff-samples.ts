import { DataError } from '../data-error.ts';

/** Tags of TIFF 6.0 that say what a sample means. */
const TAGS = { bits: 258, compression: 259, photometric: 262, channels: 277, extra: 338, format: 339 } as const;

const COLOURS: Record<number, string> = {
  8: 'CIELab',
  9: 'ICC Lab',
  10: 'ITU Lab',
  32844: 'LogL',
  32845: 'LogLuv',
  32803: 'a camera mosaic (CFA, DNG)',
};
const FORMATS: Record<number, string> = {
  2: 'signed integers',
  3: 'floats',
  5: 'complex integers',
  6: 'complex floats',
};
const JPEG = 7;

/** How a TIFF that is supported is read. */
export type TiffSamples = {
  /** Whether its fourth channel is not transparency, and to be left out. */
  readonly dropsExtra: boolean;
};

/**
 * Looks at what the samples of a TIFF mean: 1, 2, 4, 8 or 16 unsigned bits, gray, palette, RGB, CMYK, or YCbCr in
 * JPEG, with at most one channel of transparency.
 *
 * @throws DataError that names the kind of samples that is not read, because its values would come out wrong
 */
export function tiffSamples(name: string, bytes: Uint8Array): TiffSamples {
  const tags = readTags(bytes);
  const [bits = 1, format = 1, photometric = 1] = [tags.bits[0], tags.format[0], tags.photometric[0]];
  const [channels = 1, compression = 1] = [tags.channels[0], tags.compression[0]];
  const isFax = [2, 3, 4].includes(compression);
  if (FORMATS[format]) throw unread(name, `${FORMATS[format]} of ${bits} bits`);
  if (![1, 2, 4, 8, 16].includes(bits) && !isFax) throw unread(name, `samples of ${bits} bits`);
  if (COLOURS[photometric]) throw unread(name, `colours in ${COLOURS[photometric]}`);
  if (photometric === 6 && compression !== JPEG) throw unread(name, 'YCbCr without JPEG compression');
  const colours = { 2: 3, 5: 4, 6: 3 }[photometric] ?? 1;
  const extra = channels - colours;
  if (extra > 1 || extra < 0) throw unread(name, `${channels} channels`);
  const isTransparency = [1, 2].includes(tags.extra[0] ?? 0);
  // Two grays, or five inks: nothing says which is the picture. A fourth channel of RGB is padding.
  if (extra === 1 && !isTransparency && photometric !== 2) throw unread(name, `${channels} channels`);
  return { dropsExtra: extra === 1 && !isTransparency };
}

function unread(name: string, found: string): DataError {
  return new DataError(
    `Expected a TIFF of 1 to 16 unsigned bits, gray, RGB or CMYK, in ${name}, got ${found}, which is not supported. Convert it to PNG.`,
  );
}

type Values = Record<keyof typeof TAGS, number[]>;

/** The tags of the first directory; none of those that are outside the file, which decoding will report. */
function readTags(bytes: Uint8Array): Values {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: Values = { bits: [], compression: [], photometric: [], channels: [], extra: [], format: [] };
  try {
    const little = view.getUint8(0) === 0x49;
    const big = view.getUint16(2, little) === 43;
    const offsetAt = (at: number) => (big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
    const [head, size, field] = big ? [8, 20, 8] : [2, 12, 4];
    const start = offsetAt(big ? 8 : 4);
    const count = big ? offsetAt(start) : view.getUint16(start, little);
    for (let entry = start + head, i = 0; i < count; i++, entry += size) {
      const key = (Object.keys(TAGS) as (keyof typeof TAGS)[]).find((k) => TAGS[k] === view.getUint16(entry, little));
      if (key === undefined) continue;
      const [isShort, length] = [view.getUint16(entry + 2, little) === 3, offsetAt(entry + 4)];
      const width = isShort ? 2 : 4;
      const inside = length * width <= field;
      const at = inside ? entry + 4 + field : offsetAt(entry + 4 + field);
      values[key] = [isShort ? view.getUint16(at, little) : view.getUint32(at, little)];
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return values;
}
