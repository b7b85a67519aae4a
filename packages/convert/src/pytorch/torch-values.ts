import { ConvertError, quote } from '../convert-error.ts';
import { type ForeignTensor, valueCount } from '../foreign-tensor.ts';
import { PickleDict, PickleName, PickleTuple, type PickleValue } from '../pickle/pickle-values.ts';
import type { PickleFormat } from '../pickle/unpickle.ts';
import { STORAGES, type StorageKind } from './storage-kinds.ts';

/** Where a storage's values are, once somebody asks for them. */
export type Storage = {
  readonly kind: StorageKind;
  /** How many values the pickle says there are. */
  readonly count: number;
  /** Its bytes, at least `count` values. @throws ConvertError where the file has fewer */
  bytes(): Uint8Array;
};

/** What a PyTorch file has besides plain values. */
export type TorchValue = Storage | TorchTensor;

/** A tensor and the storage that it is a view on. */
export class TorchTensor implements ForeignTensor {
  readonly shape: readonly number[];
  readonly #storage: Storage;
  readonly #offset: number;
  readonly #strides: readonly number[];

  constructor(storage: Storage, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.shape = shape;
    this.#storage = storage;
    this.#offset = offset;
    this.#strides = strides;
    const values = valueCount(shape);
    const last = shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] as number), offset);
    // A view that repeats values could be larger than any file.
    if (values > 0 && (last >= storage.count || values > storage.count))
      throw new ConvertError(
        `Expected tensors inside their storages, got one of shape [${shape.join()}] in a storage of ${storage.count} values. Save the file again.`,
      );
  }

  get dtype(): string {
    return this.#storage.kind.dtype;
  }

  get byteLength(): number {
    return valueCount(this.shape) * this.#storage.kind.bytes;
  }

  read(): Float32Array {
    const { kind } = this.#storage;
    const bytes = this.#storage.bytes();
    if (!kind.toFloat32)
      throw new ConvertError(
        `Expected weights as floating-point numbers, got ${kind.dtype}. Save the model in float32.`,
      );
    const storage = kind.toFloat32(bytes.subarray(0, this.#storage.count * kind.bytes));
    return rowByRow(storage, this.#offset, this.shape, this.#strides);
  }
}

/** The values of a view, in the order of its last axis. */
function rowByRow(
  storage: Float32Array,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): Float32Array {
  const values = new Float32Array(valueCount(shape));
  const index = shape.map(() => 0);
  let from = offset;
  for (let to = 0; to < values.length; to++) {
    values[to] = storage[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      from -= (shape[axis] as number) * (strides[axis] as number);
      index[axis] = 0;
    }
  }
  return values;
}

const REBUILD_TENSORS: ReadonlySet<string> = new Set([
  'torch._utils._rebuild_tensor_v2',
  'torch._utils._rebuild_tensor',
]);
const REBUILD_PARAMETER = 'torch._utils._rebuild_parameter';
const ORDERED_DICT = 'collections.OrderedDict';

/** What a name says about a file that cannot be read, where more can be said than that. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/_rebuild_qtensor|quantized|torch\.Q(U?Int|Int32)/, 'a quantised model; save the floating-point one'],
  [/_rebuild_sparse/, 'sparse tensors; save dense ones (to_dense)'],
  [/torch\.jit|__torch__|ScriptModule/, 'a TorchScript program; save model.state_dict()'],
  [/^(torch\.nn|torchvision|models?\.|networks\.|__main__\.)/, 'a pickled model; save model.state_dict()'],
];

/** A PyTorch pickle: tensors in storages, which `storage` finds by their keys. */
export function torchFormat(
  storage: (key: string, kind: StorageKind, count: number) => Storage,
): PickleFormat<TorchValue> {
  return {
    checkName(name) {
      if (name === ORDERED_DICT || name === REBUILD_PARAMETER || REBUILD_TENSORS.has(name) || STORAGES.has(name))
        return;
      const hint =
        HINTS.find(([pattern]) => pattern.test(name))?.[1] ?? 'code; save model.state_dict() with torch.save';
      throw new ConvertError(
        `Expected tensors and plain containers, got ${quote(name)}: ${hint}. Nothing of it was run.`,
      );
    },

    make(name, args) {
      if (name === ORDERED_DICT && args.length === 0) return new PickleDict();
      if (name === REBUILD_PARAMETER && args[0] instanceof TorchTensor) return args[0];
      if (REBUILD_TENSORS.has(name)) return rebuild(args);
      throw new ConvertError(
        `Expected a state dict, got a strange use of ${quote(name)}. Save it again with torch.save.`,
      );
    },

    persistent(id) {
      if (!(id instanceof PickleTuple)) throw strangeStorage();
      const [word, kindName, key, , count, view = null] = id.items; // a view of another storage: PyTorch 0.1
      const kind = kindName instanceof PickleName ? STORAGES.get(kindName.name) : undefined;
      if (word !== 'storage' || view !== null || !kind || typeof key !== 'string' || !isCount(count))
        throw strangeStorage();
      return storage(key, kind, count);
    },
  };
}

function rebuild([storage, offset, shape, strides]: readonly PickleValue<TorchValue>[]): TorchTensor {
  const [sizes, steps] = [countsOf(shape), countsOf(strides)];
  if (!isStorage(storage) || !isCount(offset) || !sizes || steps?.length !== sizes.length || sizes.length > 8)
    throw new ConvertError('Expected tensors as PyTorch writes them, got a broken one. Save the file again.');
  return new TorchTensor(storage, offset, sizes, steps);
}

function isStorage(value: unknown): value is Storage {
  return typeof value === 'object' && value !== null && 'kind' in value && 'bytes' in value;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function countsOf(value: PickleValue<TorchValue> | undefined): number[] | undefined {
  if (!(value instanceof PickleTuple)) return undefined;
  return value.items.every(isCount) ? (value.items as number[]) : undefined;
}

function strangeStorage(): ConvertError {
  return new ConvertError('Expected storages as PyTorch names them, got something else. Save the file again.');
}
