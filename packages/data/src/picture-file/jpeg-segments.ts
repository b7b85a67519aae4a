/** A segment of a JPEG: its marker's second byte, and where it begins. */
export type JpegSegment = { readonly marker: number; readonly at: number };

/** The marker of a scan, which coded data follow. */
export const START_OF_SCAN = 0xda;

/**
 * The segments of a JPEG up to its first scan, which is the last one; bytes that are not a marker are skipped (T.81, B.1).
 */
export function* jpegSegments(file: Uint8Array): Generator<JpegSegment> {
  for (let at = 2; at + 4 <= file.length; ) {
    const marker = file[at] === 0xff ? (file[at + 1] as number) : 0;
    if (marker === 0 || marker === 0xff) at++;
    else if (isAlone(marker)) at += 2;
    else {
      yield { marker, at };
      if (marker === START_OF_SCAN) return;
      at += 2 + 256 * (file[at + 2] as number) + (file[at + 3] as number);
    }
  }
}

/** Markers that no length follows. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}
