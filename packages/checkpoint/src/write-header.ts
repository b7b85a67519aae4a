import { byteLength, compareDtypes, isDtype, type SafetensorsDtype } from './dtypes.ts';
import { quote, SafetensorsError, showList } from './safetensors-error.ts';

/** The longest header that the format allows, in bytes. */
export const MAX_HEADER_BYTES = 100_000_000;

/**
 * A tensor to be written; `read` is called when its turn has come, and returns the values row by row, little-endian. For a
 * file with a check it is called twice, and has to return the same bytes again.
 */
export type EntryToWrite = {
  /** Any Unicode text except `__metadata__`; each name once in a file. */
  readonly name: string;
  /** What its values are, such as `F32`. */
  readonly dtype: SafetensorsDtype;
  /** The size of each dimension; `[]` of a scalar. */
  readonly shape: readonly number[];
  /** Returns the values' bytes, as many as shape and dtype come to. */
  read(): Uint8Array | Promise<Uint8Array>;
};

/** An entry and where its bytes are, counted from the end of the header. */
export type Planned = { readonly entry: EntryToWrite; readonly begin: number; readonly end: number };

/** The entries in the order of the file, each with its place; names, dtypes and shapes are checked. */
export function planLayout(entries: Iterable<EntryToWrite>): Planned[] {
  const sorted = [...entries].sort((a, b) => compareDtypes(a.dtype, b.dtype) || compareCodePoints(a.name, b.name));
  const names = new Set<string>();
  let begin = 0;
  return sorted.map((entry) => {
    checkName(entry.name, names);
    const end = begin + entryLength(entry);
    const planned = { entry, begin, end };
    begin = end;
    return planned;
  });
}

/** Length and header of the file. */
export function encodeHeader(plan: readonly Planned[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const fields = plan.map(
    ({ entry: { name, dtype, shape }, begin, end }) =>
      `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`,
  );
  if (Object.keys(metadata).length > 0) fields.unshift(`"__metadata__":${encodeMetadata(metadata)}`);
  const json = new TextEncoder().encode(`{${fields.join(',')}}`);
  const length = Math.ceil(json.length / 8) * 8;
  if (length > MAX_HEADER_BYTES) {
    throw new SafetensorsError(
      'header-too-long',
      `safetensors file: expected a header of at most ${MAX_HEADER_BYTES} bytes, got ${length}. Write fewer tensors or less metadata.`,
    );
  }
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(json, 8);
  return header;
}

function encodeMetadata(metadata: Readonly<Record<string, string>>): string {
  const fields = Object.keys(metadata)
    .sort(compareCodePoints)
    .map((key) => {
      const value: unknown = metadata[key];
      if (typeof value !== 'string' || !isUnicode(value) || !isUnicode(key)) {
        throw new SafetensorsError(
          'metadata',
          `Metadata ${quote(key)}: expected a Unicode string, got ${quote(String(value))}. Write other values as JSON.`,
        );
      }
      return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    });
  return `{${fields.join(',')}}`;
}

function checkName(name: string, names: Set<string>): void {
  if (name === '__metadata__' || !isUnicode(name)) {
    throw new SafetensorsError(
      'name',
      `Tensor ${quote(name)}: expected a Unicode name other than "__metadata__", got this one. Rename it.`,
    );
  }
  if (names.has(name)) {
    throw new SafetensorsError(
      'duplicate-key',
      `Tensor ${quote(name)}: expected every name once, got it twice. Rename one.`,
    );
  }
  names.add(name);
}

function entryLength({ name, dtype, shape }: EntryToWrite): number {
  if (!isDtype(dtype)) {
    throw new SafetensorsError(
      'dtype',
      `Tensor ${quote(name)}: expected a dtype of the format, got ${quote(String(dtype))}.`,
    );
  }
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0)) {
    throw new SafetensorsError(
      'shape',
      `Tensor ${quote(name)}: expected non-negative integers as its shape, got ${showList(shape)}.`,
    );
  }
  return byteLength(name, dtype, shape);
}

/** Whether the text can be UTF-8: no half of a surrogate pair on its own. */
function isUnicode(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** The order of code points, which is that of UTF-8 bytes; JavaScript's own `<` compares UTF-16 units. */
function compareCodePoints(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  let at = 0;
  while (at < shorter && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  if (at === shorter) return left.length - right.length;
  if (at > 0 && isHighSurrogate(left.charCodeAt(at - 1))) at--;
  return (left.codePointAt(at) as number) - (right.codePointAt(at) as number);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
