import { ConvertError, quote } from '../convert-error.ts';
import { type ForeignTensor, valueCount } from '../foreign-tensor.ts';
import { requireInside } from '../inside-folder.ts';
import { STORAGES, type StorageKind } from '../pytorch/storage-kinds.ts';
import { bytesIn, type Fields, integers, messages, number, text } from './protobuf-fields.ts';

/** Fields of `TensorProto`. */
const FIELD = {
  dims: 1,
  type: 2,
  floats: 4,
  int32s: 5,
  int64s: 7,
  name: 8,
  raw: 9,
  external: 13,
  location: 14,
} as const;

/** The types of `TensorProto` that weights may have, and those of small constants. */
const FLOATS: Readonly<Record<number, string>> = {
  1: 'torch.FloatStorage',
  10: 'torch.HalfStorage',
  11: 'torch.DoubleStorage',
  16: 'torch.BFloat16Storage',
};
const TYPE_NAMES: Readonly<Record<number, string>> = { 2: 'uint8', 3: 'int8', 6: 'int32', 7: 'int64', 9: 'bool' };
const INT64 = 7;
const EXTERNAL = 1;

/** A constant of a graph: weights, or the few integers of a shape. */
export class OnnxTensor {
  readonly shape: readonly number[];
  readonly name: string;
  readonly #fields: Fields;
  readonly #files: ReadonlyMap<string, Uint8Array>;

  constructor(fields: Fields, files: ReadonlyMap<string, Uint8Array>) {
    this.#fields = fields;
    this.#files = files;
    this.shape = integers(fields, FIELD.dims);
    this.name = text(fields, FIELD.name);
    if (this.shape.length > 8 || !this.shape.every((size) => size >= 0 && size <= 2 ** 31))
      throw new ConvertError(
        `Expected a tensor ${quote(this.name)}, got one of a broken shape. Export the model again.`,
      );
  }

  /** Where its values are outside of the model; undefined where they are in it. */
  get externalPath(): string | undefined {
    return isExternal(this.#fields) ? requireInside(externalEntries(this.#fields).get('location') ?? '') : undefined;
  }

  /** @throws ConvertError where it has another type, or fewer bytes than its shape takes */
  weights(): ForeignTensor {
    const type = number(this.#fields, FIELD.type) ?? 0;
    const kind = STORAGES.get(FLOATS[type] ?? '');
    if (!kind?.toFloat32)
      throw new ConvertError(
        `Expected weights in floating point, got ${quote(this.name)} in ${TYPE_NAMES[type] ?? `type ${type}`}, as in a quantised model. Export the floating-point one.`,
      );
    const bytes = this.#bytesOf(kind);
    const toFloat32 = kind.toFloat32;
    return { shape: this.shape, dtype: kind.dtype, byteLength: bytes.length, read: () => toFloat32(bytes) };
  }

  /** Integers of 64 bits, or floats of a scale; undefined where there are more than a shape needs. */
  numbers(): number[] | undefined {
    const count = valueCount(this.shape);
    if (count > 64) return undefined;
    const type = number(this.#fields, FIELD.type);
    if (type !== INT64) return FLOATS[type ?? 0] ? [...this.weights().read()] : undefined;
    const raw = bytesIn(this.#fields, FIELD.raw);
    if (raw.length === 0) return integers(this.#fields, FIELD.int64s).slice(0, count);
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    if (raw.length !== 8 * count) return undefined;
    return Array.from({ length: count }, (_, i) => Number(view.getBigInt64(8 * i, true)));
  }

  #bytesOf(kind: StorageKind): Uint8Array {
    const expected = kind.bytes * valueCount(this.shape);
    const bytes = this.#allBytes();
    if (bytes.length !== expected)
      throw new ConvertError(
        `Expected ${expected} bytes for ${quote(this.name)}, got ${bytes.length}. Copy or export the model again.`,
      );
    return bytes;
  }

  #allBytes(): Uint8Array {
    const path = this.externalPath;
    if (path === undefined) {
      const raw = bytesIn(this.#fields, FIELD.raw);
      return raw.length > 0 ? raw : bytesIn(this.#fields, FIELD.floats); // packed floats have the same bytes
    }
    const file = this.#files.get(path);
    if (!file)
      throw new ConvertError(
        `Expected ${quote(path)} beside the ONNX model, got none. Give it together with the model.`,
      );
    const entries = externalEntries(this.#fields);
    const offset = Number(entries.get('offset') ?? 0);
    const length = Number(entries.get('length') ?? file.length - offset);
    if (!(offset >= 0 && length >= 0 && offset + length <= file.length))
      throw new ConvertError(
        `Expected ${offset + length} bytes in ${quote(path)}, got ${file.length}. Copy or download it again.`,
      );
    return file.subarray(offset, offset + length);
  }
}

function isExternal(fields: Fields): boolean {
  return number(fields, FIELD.location) === EXTERNAL;
}

function externalEntries(fields: Fields): Map<string, string> {
  return new Map(messages(fields, FIELD.external).map((entry) => [text(entry, 1), text(entry, 2)]));
}
