import { jpegSegments } from './jpeg-segments.ts';

/** The name of a JPEG's frame that no browser decodes, by its marker (T.81, table B.1). */
const KINDS: Readonly<Record<number, string>> = {
  195: 'a lossless JPEG',
  197: 'a hierarchical JPEG',
  198: 'a hierarchical JPEG',
  199: 'a hierarchical JPEG',
  201: 'a JPEG with arithmetic coding',
  202: 'a JPEG with arithmetic coding',
  203: 'a JPEG with arithmetic coding',
  205: 'a JPEG with arithmetic coding',
  206: 'a JPEG with arithmetic coding',
  207: 'a JPEG with arithmetic coding',
};
const DECODED = [0xc0, 0xc1, 0xc2];

/** The kind of a JPEG that browsers silently do not show; undefined where they show it. */
export function unreadJpeg(file: Uint8Array): string | undefined {
  if (file[0] !== 0xff || file[1] !== 0xd8) return undefined;
  for (const { marker, at } of jpegSegments(file)) {
    if (KINDS[marker]) return KINDS[marker];
    if (DECODED.includes(marker)) return file[at + 4] === 8 ? undefined : `a JPEG of ${file[at + 4]} bits`;
  }
  return undefined;
}
