import { byteLength, compareDtypes, isDtype, type SafetensorsDtype } from './dtypes.ts';
import { MAX_HEADER_BYTES } from './parse-safetensors.ts';
import { quote, SafetensorsError, showList } from './safetensors-error.ts';

/** A tensor to be written; `read` is called once, when its turn has come, and gives the values row by row, little-endian. */
export type EntryToWrite = {
  /** Any Unicode text but `__metadata__`; each name once in a file. */
  readonly name: string;
  /** What its values are, such as `F32`. */
  readonly dtype: SafetensorsDtype;
  /** The size of each dimension; `[]` of a scalar. */
  readonly shape: readonly number[];
  /** Gives the values' bytes, as many as shape and dtype come to. */
  read(): Uint8Array | Promise<Uint8Array>;
};

type Planned = { readonly entry: EntryToWrite; readonly begin: number; readonly end: number };

/**
 * A safetensors file in pieces: the header, then tensor after tensor, so that no more than one tensor is in memory.
 *
 * Equal content gives equal bytes, whatever order it comes in. The order is the official writer's: dtypes from the
 * widest alignment to the narrowest, names by code point; the header is filled with spaces to a multiple of 8 bytes.
 * Metadata, which the official writer leaves in random order, is sorted by key, and left out where there is none.
 * A piece may be the memory that `read` returned: use it before you ask for the next one.
 *
 * @throws SafetensorsError for names, shapes and metadata the format cannot hold (before the first piece), and for a
 *   tensor whose bytes are not as many as its shape and dtype say
 */
export async function* encodeSafetensors(
  entries: Iterable<EntryToWrite>,
  metadata: Readonly<Record<string, string>> = {},
): AsyncGenerator<Uint8Array, void, void> {
  const plan = planLayout(entries);
  yield encodeHeader(plan, metadata);
  for (const { entry, begin, end } of plan) {
    const data = await entry.read();
    if (data.length !== end - begin) {
      throw new SafetensorsError(
        'bytes',
        `Tensor ${quote(entry.name)}: expected ${end - begin} bytes for ${entry.dtype} of shape ${showList(entry.shape)}, got ${data.length}. Give read() the whole tensor in its own dtype.`,
      );
    }
    if (data.length > 0) yield data;
  }
}

/** The whole file of {@link encodeSafetensors} at once, for what fits into memory twice. */
export async function encodeSafetensorsToBytes(
  entries: Iterable<EntryToWrite>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for await (const piece of encodeSafetensors(entries, metadata)) pieces.push(piece.slice());
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function planLayout(entries: Iterable<EntryToWrite>): Planned[] {
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

function encodeHeader(plan: readonly Planned[], metadata: Readonly<Record<string, string>>): Uint8Array {
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
      `Tensor ${quote(name)}: expected whole numbers from 0 as its shape, got ${showList(shape)}.`,
    );
  }
  return byteLength(name, dtype, shape);
}

/** Whether the text can be UTF-8: no half of a surrogate pair on its own. */
function isUnicode(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** The order of code points, which is that of UTF-8 bytes; JavaScript's own `<` compares UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const at = left.findIndex((point, index) => point !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1);
}
