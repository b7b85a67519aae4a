import { isDtype, type SafetensorsDtype } from './dtypes.ts';
import { expect, type HeaderCursor, isNext, readInteger, readString, refuse, take } from './header-cursor.ts';
import { quote, SafetensorsError, type SafetensorsErrorCode, showList } from './safetensors-error.ts';

/** Where a tensor is: its bytes are begin .. end - 1, counted from the end of the header. */
export type TensorLayout = {
  /** What its values are, such as `F32`. */
  readonly dtype: SafetensorsDtype;
  /** The size of each dimension; `[]` of a scalar. */
  readonly shape: readonly number[];
  /** Of its first byte. */
  readonly begin: number;
  /** One past its last byte. */
  readonly end: number;
};

/** What a header says, each statement well formed; whether they fit together is for check-layout.ts. */
export type Header = { readonly tensors: Map<string, TensorLayout>; readonly metadata: Record<string, string> };

/** numpy and PyTorch stop at 64 dimensions, TensorFlow.js at 6: a header with more of them is an attack on memory. */
const MAX_RANK = 64;

/** The most keys in a file, and in its metadata: today's largest models have about ten thousand. */
const MAX_KEYS = 200_000;

/** Reads a header's text, which is one JSON object from its first character, and spaces. */
export function readHeader(text: string): Header {
  const cursor: HeaderCursor = { text, at: 0 };
  const tensors = new Map<string, TensorLayout>();
  let metadata: Record<string, string> | undefined;
  if (text[0] !== '{') throw refuse(cursor, 'header-start', 'expected { as the first character');
  readObject(cursor, 'json', (name) => {
    if (tensors.has(name) || (name === '__metadata__' && metadata !== undefined)) throw duplicate(name);
    if (name === '__metadata__') metadata = readMetadata(cursor);
    else tensors.set(name, readEntry(cursor, name));
  });
  expectPadding(cursor);
  return { tensors, metadata: metadata ?? emptyRecord() };
}

function readMetadata(cursor: HeaderCursor): Record<string, string> {
  // Not straight into a record: with very many keys, numbers such as "4000000" among them, that becomes slow.
  const texts = new Map<string, string>();
  readObject(cursor, 'metadata', (key) => {
    if (texts.has(key)) throw duplicate(key);
    texts.set(key, readString(cursor, 'metadata'));
  });
  return Object.assign(emptyRecord(), Object.fromEntries(texts));
}

function readEntry(cursor: HeaderCursor, name: string): TensorLayout {
  let dtype: SafetensorsDtype | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  readObject(cursor, 'entry', (field) => {
    if (field === 'dtype' && dtype === undefined) dtype = readDtype(cursor);
    else if (field === 'shape' && shape === undefined) shape = readIntegers(cursor, 'shape');
    else if (field === 'data_offsets' && offsets === undefined) offsets = readIntegers(cursor, 'offsets');
    else throw badField(name, field);
  });
  if (dtype === undefined) throw missingField(name, 'dtype');
  if (shape === undefined) throw missingField(name, 'shape');
  if (offsets === undefined) throw missingField(name, 'data_offsets');
  const [begin, end] = offsets;
  if (offsets.length !== 2 || begin === undefined || end === undefined || begin > end) throw badOffsets(name, offsets);
  return { dtype, shape, begin, end };
}

/** Reads `{"key": value, ...}`; `readValue` consumes the value of the key it is given. */
function readObject(cursor: HeaderCursor, code: SafetensorsErrorCode, readValue: (key: string) => void): void {
  expect(cursor, '{', code);
  if (take(cursor, '}')) return;
  let keys = 0;
  do {
    if (keys++ === MAX_KEYS) throw refuse(cursor, 'too-many', `expected at most ${MAX_KEYS} keys`);
    const key = readString(cursor);
    expect(cursor, ':');
    readValue(key);
  } while (take(cursor, ','));
  expect(cursor, '}');
}

function readIntegers(cursor: HeaderCursor, code: 'shape' | 'offsets'): number[] {
  const integers: number[] = [];
  expect(cursor, '[', code);
  if (take(cursor, ']')) return integers;
  do {
    if (integers.length === MAX_RANK) throw refuse(cursor, 'rank', `expected at most ${MAX_RANK} numbers`);
    integers.push(readInteger(cursor, code));
  } while (take(cursor, ','));
  expect(cursor, ']');
  return integers;
}

function readDtype(cursor: HeaderCursor): SafetensorsDtype {
  isNext(cursor, '"');
  const start = cursor.at;
  const dtype = readString(cursor, 'dtype');
  if (isDtype(dtype)) return dtype;
  throw refuse({ ...cursor, at: start }, 'dtype', 'expected a dtype of the format such as "F32"');
}

function expectPadding(cursor: HeaderCursor): void {
  for (; cursor.at < cursor.text.length; cursor.at++) {
    if (cursor.text[cursor.at] !== ' ') throw refuse(cursor, 'header-end', 'expected nothing but spaces');
  }
}

/** Without a prototype, so that a key named __proto__ is a key. */
function emptyRecord(): Record<string, string> {
  return Object.create(null) as Record<string, string>;
}

function duplicate(key: string): SafetensorsError {
  return new SafetensorsError(
    'duplicate-key',
    `safetensors header: expected every key once, got ${quote(key)} twice. It is unclear which one counts; save the file again.`,
  );
}

function badField(name: string, field: string): SafetensorsError {
  if (field === 'dtype' || field === 'shape' || field === 'data_offsets') return duplicate(field);
  return new SafetensorsError(
    'unknown-field',
    `Tensor ${quote(name)}: expected dtype, shape and data_offsets, got ${quote(field)}. It may change what the bytes mean; save the file without it.`,
  );
}

function missingField(name: string, field: string): SafetensorsError {
  return new SafetensorsError(
    'missing-field',
    `Tensor ${quote(name)}: expected dtype, shape and data_offsets, got no ${field}. The file is damaged; fetch or save it again.`,
  );
}

function badOffsets(name: string, offsets: readonly number[]): SafetensorsError {
  return new SafetensorsError(
    'offsets',
    `Tensor ${quote(name)}: expected data_offsets [begin, end] with begin <= end, got ${showList(offsets)}. The file is damaged; fetch or save it again.`,
  );
}
