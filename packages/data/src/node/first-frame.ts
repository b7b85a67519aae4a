import { asPage } from './stored/tiff-pages.ts';

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
  return asPage(bytes, 0);
}

function changed(bytes: Uint8Array, at: number, replacement: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(replacement, at);
  return copy;
}
