/** Of so many pages more are not looked for: a few bytes may claim any number. */
const MOST_PAGES = 10_000;

/** Where a TIFF's numbers are. */
type Directories = { readonly offsets: readonly number[]; readonly isBig: boolean; readonly little: boolean };

/** How many pictures a file has: the pages of a TIFF, and of any other file one. */
export function pagesOf(bytes: Uint8Array): number {
  return directoriesOf(bytes)?.offsets.length ?? 1;
}

/** The bytes of a TIFF as a file of this page alone, counted from 0; those of another file as they are. */
export function asPage(bytes: Uint8Array, page: number): Uint8Array {
  const found = directoriesOf(bytes);
  const offset = found?.offsets[page];
  if (!found || offset === undefined) return bytes;
  const { isBig, little } = found;
  const stored = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const next = nextAt(stored, offset, isBig, little);
  if (page === 0 && offsetAt(stored, next, isBig, little) === 0) return bytes;
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  if (isBig) view.setBigUint64(8, BigInt(offset), little);
  else view.setUint32(4, offset, little);
  copy.set(new Uint8Array(isBig ? 8 : 4), next);
  return copy;
}

/** The chain of a TIFF's directories (TIFF 6.0, section 2, and BigTIFF), as far as it is inside the file and no circle. */
function directoriesOf(bytes: Uint8Array): Directories | undefined {
  if (!/^(II[*+]\0|MM\0[*+])/.test(Buffer.from(bytes.subarray(0, 4)).toString('latin1'))) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint8(0) === 0x49;
  const isBig = view.getUint16(2, little) === 43;
  const offsets: number[] = [];
  const seen = new Set<number>();
  try {
    let offset = offsetAt(view, isBig ? 8 : 4, isBig, little);
    while (offset !== 0 && !seen.has(offset) && offsets.length < MOST_PAGES) {
      const next = offsetAt(view, nextAt(view, offset, isBig, little), isBig, little);
      seen.add(offset);
      offsets.push(offset);
      offset = next;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // cut, which decoding will report
  }
  return { offsets, isBig, little };
}

function offsetAt(view: DataView, at: number, isBig: boolean, little: boolean): number {
  return isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
}

/** Where a directory says where the next one is. */
function nextAt(view: DataView, offset: number, isBig: boolean, little: boolean): number {
  return isBig
    ? offset + 8 + 20 * Number(view.getBigUint64(offset, little))
    : offset + 2 + 12 * view.getUint16(offset, little);
}
