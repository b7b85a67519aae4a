import { ConvertError, quote } from '../convert-error.ts';
import { PickleDict, PickleList, type PickleValue } from '../pickle/pickle-values.ts';
import { unpickle } from '../pickle/unpickle.ts';
import type { StorageKind } from './storage-kinds.ts';
import { type Storage, type TorchValue, torchFormat } from './torch-values.ts';

/** A pickle of protocol 2 with the integer 0x1950a86a20f9469cfc6c, with which the format begins. */
const MAGIC = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
const VERSION = 1001;

/** Whether the bytes begin as `torch.save` had them before PyTorch 1.6. */
export function isPytorchStream(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * The format before PyTorch 1.6: pickles one after the other (magic number, version, machine, value, keys of storages), and
 * then each storage as its count in 8 bytes and its values.
 */
export function readPytorchStream(bytes: Uint8Array): PickleValue<TorchValue> {
  const storages = new Map<string, StreamStorage>();
  const format = torchFormat((key, kind, count) => {
    const known = storages.get(key);
    if (known && (known.kind !== kind || known.count !== count))
      throw new ConvertError(`Expected one storage ${quote(key)}, got two. Save the file again.`);
    const storage = known ?? new StreamStorage(key, kind, count);
    storages.set(key, storage);
    return storage;
  });
  const version = unpickle(bytes, format, MAGIC.length);
  if (version.value !== VERSION)
    throw new ConvertError('Expected version 1001 of the format of torch.save, got another one. Save the file again.');
  const machine = unpickle(bytes, format, version.end);
  if (machine.value instanceof PickleDict && machine.value.entries.get('little_endian') !== true)
    throw new ConvertError(
      'Expected little-endian values, got a file of a big-endian machine. Save it again on an ordinary one.',
    );
  const { value, end } = unpickle(bytes, format, machine.end);
  const keys = unpickle(bytes, format, end);
  if (!(keys.value instanceof PickleList)) throw incomplete();
  let at = keys.end;
  for (const key of keys.value.items) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage) throw incomplete();
    at = storage.place(bytes, at);
  }
  for (const storage of storages.values()) if (!storage.isPlaced) throw incomplete();
  return value;
}

/** A storage whose values come after the pickles that speak of it. */
class StreamStorage implements Storage {
  readonly kind: StorageKind;
  readonly count: number;
  readonly #key: string;
  #data: Uint8Array | undefined;

  constructor(key: string, kind: StorageKind, count: number) {
    this.#key = key;
    this.kind = kind;
    this.count = count;
  }

  get isPlaced(): boolean {
    return this.#data !== undefined;
  }

  /** Says where its values are; returns where they end. */
  place(bytes: Uint8Array, at: number): number {
    if (this.#data || at + 8 > bytes.length) throw incomplete();
    const count = Number(new DataView(bytes.buffer, bytes.byteOffset + at, 8).getBigInt64(0, true));
    const end = at + 8 + this.count * this.kind.bytes;
    if (count !== this.count || end > bytes.length) throw incomplete();
    this.#data = bytes.subarray(at + 8, end);
    return end;
  }

  bytes(): Uint8Array {
    if (!this.#data) throw new ConvertError(`Expected values of the storage ${quote(this.#key)}, got none.`);
    return this.#data;
  }
}

function incomplete(): ConvertError {
  return new ConvertError(
    'Expected a complete file of torch.save, got one that ends too soon or is damaged. Copy it again.',
  );
}
