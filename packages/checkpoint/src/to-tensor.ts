import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { SafetensorsDtype } from './dtypes.ts';
import { bfloat16ToFloat32, halfToFloat32 } from './half-floats.ts';
import { quote, SafetensorsError } from './safetensors-error.ts';
import type { SafetensorsEntry, SafetensorsFile } from './safetensors-file.ts';

type Values = Float32Array | Int32Array | Uint8Array;
type Conversion = { readonly dtype: 'float32' | 'int32' | 'bool'; values(data: Uint8Array): Values };

/**
 * Every dtype whose values TensorFlow.js can hold exactly. Each makes a copy: a file's data may lie at any offset,
 * and a tensor that looked into the file's memory would keep all of it alive.
 */
const CONVERSIONS: { readonly [dtype in SafetensorsDtype]?: Conversion } = {
  F32: { dtype: 'float32', values: (data) => new Float32Array(copyOf(data)) },
  F16: { dtype: 'float32', values: halfToFloat32 },
  BF16: { dtype: 'float32', values: bfloat16ToFloat32 },
  I32: { dtype: 'int32', values: (data) => new Int32Array(copyOf(data)) },
  I16: { dtype: 'int32', values: (data) => Int32Array.from(new Int16Array(copyOf(data))) },
  U16: { dtype: 'int32', values: (data) => Int32Array.from(new Uint16Array(copyOf(data))) },
  I8: { dtype: 'int32', values: (data) => Int32Array.from(new Int8Array(copyOf(data))) },
  U8: { dtype: 'int32', values: (data) => Int32Array.from(data) },
  BOOL: { dtype: 'bool', values: (data) => new Uint8Array(copyOf(data)) },
};

/**
 * A tensor with an entry's values: F32, F16 and BF16 become float32; I32, I16, U16, I8 and U8 int32; BOOL bool.
 * The caller owns it; it shares no memory with the file.
 *
 * @throws SafetensorsError `not-in-tfjs` for a dtype whose values TensorFlow.js cannot hold exactly
 */
export function toTensor({ dtype, shape, data }: SafetensorsEntry): Tensor {
  const conversion = CONVERSIONS[dtype];
  if (conversion === undefined) {
    throw new SafetensorsError(
      'not-in-tfjs',
      `Expected a dtype that TensorFlow.js can hold (${Object.keys(CONVERSIONS).join(', ')}), got ${dtype}. Convert the tensor before it is saved.`,
    );
  }
  return tensor(conversion.values(data), [...shape], conversion.dtype);
}

/**
 * The tensors of these names, or all of a file. The caller owns them; where one cannot be made, none is left behind.
 *
 * @throws SafetensorsError `no-such-tensor` for a name the file does not have, and whatever {@link toTensor} throws
 */
export function toTensors(
  { tensors }: SafetensorsFile,
  names: Iterable<string> = tensors.keys(),
): Record<string, Tensor> {
  const made: Record<string, Tensor> = Object.create(null);
  try {
    for (const name of names) made[name] ??= toTensor(entryOf(tensors, name));
  } catch (error) {
    dispose(Object.values(made));
    throw error;
  }
  return made;
}

function entryOf(tensors: SafetensorsFile['tensors'], name: string): SafetensorsEntry {
  const entry = tensors.get(name);
  if (entry !== undefined) return entry;
  const some = [...tensors.keys()].slice(0, 5).map(quote).join(', ');
  throw new SafetensorsError(
    'no-such-tensor',
    `Expected a tensor named ${quote(name)}, got a file of ${tensors.size} tensors${some && ` (${some}, ...)`}. Check that the file belongs to this model.`,
  );
}

function copyOf(data: Uint8Array): ArrayBuffer {
  return new Uint8Array(data).buffer;
}
