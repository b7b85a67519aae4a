import { safetensorsHeadLength, safetensorsLength } from '@pix2pix-ts/checkpoint';
import { joinBytes } from '@pix2pix-ts/common';

/** Larger files are refused before they are read: a page cannot hold them twice. */
export const MAX_MODEL_BYTES = 2 ** 31;

/**
 * Checks a model's file while it comes, piece by piece: what is not a model is refused at its first bytes, and one that
 * never ends where its own header says that it does.
 *
 * @returns to be called with each piece; throws one line without the file's name
 */
export function createArrivalCheck(): (piece: Uint8Array) => void {
  let start: Uint8Array[] = [];
  let received = 0;
  let headLength = 8; // the bytes that tell how long the header is, then those of the header too
  let length: number | undefined;

  return (piece) => {
    received += piece.length;
    if (length === undefined) start.push(piece);
    if (length === undefined && received >= headLength) {
      start = [joinBytes(start)]; // twice at most: many small pieces cost no more than one
      const [head] = start as [Uint8Array];
      headLength = safetensorsHeadLength(head, Number.MAX_SAFE_INTEGER);
      if (received >= headLength) {
        length = lengthOf(head);
        start = [];
      }
    }
    if (length !== undefined && received > length)
      throw new Error(`Expected ${length} bytes, as the file's header says, got more. Fetch or save it again.`);
  };
}

/** @throws where the header is not valid, or describes more than a page can hold */
function lengthOf(head: Uint8Array): number {
  const length = safetensorsLength(head);
  if (length >= MAX_MODEL_BYTES) {
    throw new Error(
      `Expected a model of less than 2 GB, got ${(length / 1e9).toFixed(1)} GB according to its header. A page cannot hold it; use the command line.`,
    );
  }
  return length;
}
