import { jpegSegments, START_OF_SCAN } from './jpeg-segments.ts';

/**
 * Whether an image file ends before its picture does. Browsers show as much of such a file as there is, white or grey
 * below, and say nothing; only PNG, JPEG, WebP, GIF and AVIF are looked at, others pass.
 */
export function isCutShort(file: Uint8Array): boolean {
  if (startsWith(file, '\x89PNG\r\n\x1a\n')) return !endsLikePng(file);
  if (startsWith(file, '\xff\xd8\xff')) return !endsLikeJpeg(file);
  if (startsWith(file, 'RIFF') && startsWith(file.subarray(8), 'WEBP'))
    return viewOf(file).getUint32(4, true) + 8 > file.length;
  if (startsWith(file, 'GIF8')) return !hasGifFrame(file);
  if (startsWith(file.subarray(4), 'ftyp')) return !endsLikeAvif(file);
  return false;
}

/** Chunks of a length, a name, data and a checksum; the last one is IEND. */
function endsLikePng(file: Uint8Array): boolean {
  const view = viewOf(file);
  for (let at = 8; at + 12 <= file.length; at += 12 + view.getUint32(at)) {
    if (startsWith(file.subarray(at + 4), 'IEND')) return true;
  }
  return false;
}

/** After the first scan, whose coded data hold no marker, comes that of the end. */
function endsLikeJpeg(file: Uint8Array): boolean {
  for (const { marker, at: start } of jpegSegments(file)) {
    if (marker !== START_OF_SCAN) continue;
    for (let at = start; at + 1 < file.length; at++)
      if (file[at] === 0xff && file[at + 1] === END_OF_IMAGE) return true;
  }
  return false;
}

const END_OF_IMAGE = 0xd9;

/**
 * The first frame of an animation is drawn: blocks, each in pieces of which the last one is empty (GIF89a, section 15).
 */
function hasGifFrame(file: Uint8Array): boolean {
  const byteAt = (at: number) => file[at] ?? Number.NaN;
  const tableLength = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  for (let at = 13 + tableLength(byteAt(10)); at < file.length; ) {
    const isImage = byteAt(at) === 0x2c;
    if (!isImage && byteAt(at) !== 0x21) return false;
    at += isImage ? 11 + tableLength(byteAt(at + 9)) : 2;
    while (byteAt(at) > 0) at += 1 + byteAt(at);
    if (isImage) return byteAt(at) === 0;
    at++;
  }
  return false;
}

/** Boxes of a length and a name, the coded data in one of them (ISO 14496-12, section 4.2); others may follow. */
function endsLikeAvif(file: Uint8Array): boolean {
  const view = viewOf(file);
  let hasData = false;
  for (let at = 0; at + 8 <= file.length; ) {
    const name = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (!BOXES.includes(name) || (name === 'ftyp' && at > 0)) break;
    let length = view.getUint32(at);
    if (length === 1 && at + 16 <= file.length) length = Number(view.getBigUint64(at + 8));
    if (length === 0) length = file.length - at; // to the end
    if (length < 8 || at + length > file.length) return false;
    hasData ||= name === 'mdat';
    at += length;
  }
  return hasData;
}

const BOXES = ['ftyp', 'meta', 'mdat', 'moov', 'free', 'skip', 'uuid'];

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Array.from(text).every((char, at) => bytes[at] === char.charCodeAt(0));
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
