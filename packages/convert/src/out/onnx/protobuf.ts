/** A message of protocol buffers, or a part of one, in pieces: values of many megabytes are never copied. */
export type Pieces = readonly Uint8Array<ArrayBuffer>[];

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** A whole number of at least 0, below 2^53. */
export function integerField(field: number, value: number): Pieces {
  return [Uint8Array.from([...varint(8 * field + VARINT), ...varint(value)])];
}

/** A float32. */
export function floatField(field: number, value: number): Pieces {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [Uint8Array.from([...varint(8 * field + FIXED32), ...bytes])];
}

/** Text in UTF-8. */
export function textField(field: number, text: string): Pieces {
  return messageField(field, [new TextEncoder().encode(text)]);
}

/** Bytes, or a message. */
export function messageField(field: number, ...parts: readonly Pieces[]): Pieces {
  const pieces = parts.flat();
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return [Uint8Array.from([...varint(8 * field + LENGTH_DELIMITED), ...varint(length)]), ...pieces];
}

/** Seven bits a byte, the lowest first; the highest bit says that more follow. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
