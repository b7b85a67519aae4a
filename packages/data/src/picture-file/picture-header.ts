import { jpegSegments } from './jpeg-segments.ts';

/** What a picture's file says of itself. */
export type PictureHeader = {
  /** Such as `image/png`. */
  readonly type: string;
  /** Pixels of a row as they are stored, before the picture is turned upright. */
  readonly width: number;
  /** Rows, likewise. */
  readonly height: number;
  /** Whether it holds a colour profile (ICC). */
  readonly hasProfile: boolean;
};

/** The header of a PNG, JPEG, WebP, GIF or AVIF, read without decoding it; undefined for others and where there is none. */
export function pictureHeader(file: Uint8Array): PictureHeader | undefined {
  try {
    for (const [starts, read] of FORMATS) if (starts(file)) return read(file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // beyond the end of the file
  }
  return undefined;
}

type Format = readonly [(file: Uint8Array) => boolean, (file: Uint8Array) => PictureHeader | undefined];

const FORMATS: readonly Format[] = [
  [(file) => textAt(file, 1, 3) === 'PNG', pngHeader],
  [(file) => file[0] === 0xff && file[1] === 0xd8, jpegHeader],
  [(file) => textAt(file, 8, 4) === 'WEBP', webpHeader],
  [(file) => textAt(file, 0, 4) === 'GIF8', gifHeader],
  [(file) => textAt(file, 4, 8) === 'ftypavif', avifHeader],
];

/** Chunks of a length, a name, data and a checksum (PNG specification, 5.3); the profile is before the pixels. */
function pngHeader(file: Uint8Array): PictureHeader {
  const view = viewOf(file);
  const names: string[] = [];
  for (let at = 8; at + 8 <= file.length && names.at(-1) !== 'IDAT'; at += 12 + view.getUint32(at))
    names.push(textAt(file, at + 4, 4));
  const hasProfile = names.includes('iCCP');
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20), hasProfile };
}

/** A frame (SOF) has the size (T.81, B.2.2), the application's segment 2 a part of a profile (ICC.1, B.4). */
function jpegHeader(file: Uint8Array): PictureHeader | undefined {
  const view = viewOf(file);
  let hasProfile = false;
  let frame: number | undefined;
  for (const { marker, at } of jpegSegments(file)) {
    hasProfile ||= marker === 0xe2 && textAt(file, at + 4, 11) === 'ICC_PROFILE';
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) frame ??= at;
  }
  if (frame === undefined) return undefined;
  return { type: 'image/jpeg', width: view.getUint16(frame + 7), height: view.getUint16(frame + 5), hasProfile };
}

/** The first chunk says which of the three kinds it is (RFC 9649, section 2). */
function webpHeader(file: Uint8Array): PictureHeader {
  const view = viewOf(file);
  const type = 'image/webp';
  const kind = textAt(file, 12, 4);
  if (kind === 'VP8X') {
    const side = (at: number) => 1 + view.getUint16(at, true) + 65_536 * view.getUint8(at + 2);
    return { type, width: side(24), height: side(27), hasProfile: (view.getUint8(20) & 0x20) !== 0 };
  }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { type, width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff), hasProfile: false };
  }
  const side = (at: number) => view.getUint16(at, true) & 0x3fff;
  return { type, width: side(26), height: side(28), hasProfile: false };
}

function gifHeader(file: Uint8Array): PictureHeader {
  const view = viewOf(file);
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true), hasProfile: false };
}

/** Properties of its items are boxes near the beginning (HEIF, 6.5): of several sizes the largest counts. */
function avifHeader(file: Uint8Array): PictureHeader {
  const view = viewOf(file);
  const start = textAt(file, 0, Math.min(file.length, 65_536));
  let [width, height] = [0, 0];
  for (let at = start.indexOf('ispe'); at >= 0 && at + 16 <= file.length; at = start.indexOf('ispe', at + 1)) {
    width = Math.max(width, view.getUint32(at + 8));
    height = Math.max(height, view.getUint32(at + 12));
  }
  return { type: 'image/avif', width, height, hasProfile: /colr(prof|rICC)/.test(start) };
}

function textAt(file: Uint8Array, at: number, length: number): string {
  let text = '';
  for (const byte of file.subarray(at, at + length)) text += String.fromCharCode(byte);
  return text;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
