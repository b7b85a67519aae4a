/** The brand of an animated AVIF, and of one that is not, in the file's first box (AVIF 1.1, section 6). */
const [SEQUENCE, STILL] = ['avis', 'avif'] as const;

/**
 * The bytes of a file of several pictures as a file of its first alone: an animated AVIF, which holds it as a still too and
 * is refused otherwise, and a TIFF, of which each page would be looked at only to count them. Others are returned as they
 * are.
 */
export function asStill(bytes: Uint8Array): Uint8Array {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith(`ftyp${SEQUENCE}`, 4)) return changed(bytes, 8, Buffer.from(STILL));
  if (/^(II[*+]\0|MM\0[*+])/.test(start)) return asOnePage(bytes);
  return bytes;
}

/** Ends the chain of directories after the first one (TIFF 6.0, section 2, and BigTIFF, whose numbers are of 8 bytes). */
function asOnePage(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const little = view.getUint8(0) === 0x49;
    const isBig = view.getUint16(2, little) === 43;
    const numberAt = (at: number) => (isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
    const first = numberAt(isBig ? 8 : 4);
    const next = isBig ? first + 8 + 20 * numberAt(first) : first + 2 + 12 * view.getUint16(first, little);
    return numberAt(next) === 0 ? bytes : changed(bytes, next, new Uint8Array(isBig ? 8 : 4));
  } catch (error) {
    if (error instanceof RangeError) return bytes; // cut, which decoding will report
    throw error;
  }
}

function changed(bytes: Uint8Array, at: number, replacement: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(replacement, at);
  return copy;
}
