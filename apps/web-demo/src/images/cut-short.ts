/**
 * Whether an image file ends before its picture does. Browsers show as much of such a file as there is, white or grey
 * below, and say nothing; only PNG, JPEG and WebP are looked at, others pass.
 */
export function isCutShort(file: Uint8Array): boolean {
  if (startsWith(file, '\x89PNG\r\n\x1a\n')) return !endsLikePng(file);
  if (startsWith(file, '\xff\xd8\xff')) return !endsLikeJpeg(file);
  if (startsWith(file, 'RIFF') && startsWith(file.subarray(8), 'WEBP'))
    return viewOf(file).getUint32(4, true) + 8 > file.length;
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

/** Segments with their lengths until the first scan, whose coded data holds no marker; the end's marker comes behind it. */
function endsLikeJpeg(file: Uint8Array): boolean {
  const view = viewOf(file);
  let at = 2;
  while (at + 4 <= file.length && file[at + 1] !== START_OF_SCAN) {
    // Any number of fill bytes may stand before a marker.
    at += file[at + 1] === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  for (; at + 1 < file.length; at++) {
    if (file[at] === 0xff && file[at + 1] === END_OF_IMAGE) return true;
  }
  return false;
}

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Array.from(text).every((char, at) => bytes[at] === char.charCodeAt(0));
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
