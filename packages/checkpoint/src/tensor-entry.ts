import type { Tensor } from '@tensorflow/tfjs-core';
import type { SafetensorsDtype } from './dtypes.ts';
import { quote, SafetensorsError } from './safetensors-error.ts';
import type { EntryToWrite } from './write-header.ts';

const DTYPES: { readonly [dtype in Tensor['dtype']]?: SafetensorsDtype } = {
  float32: 'F32',
  int32: 'I32',
  bool: 'BOOL',
};

/**
 * A tensor as an entry to be written: float32 as F32, int32 as I32, bool as BOOL. Its values are read from the engine
 * when the writer asks for them; until then the tensor must stay alive and unchanged. It stays the caller's.
 *
 * @throws SafetensorsError `not-in-tfjs` for a string or complex64 tensor
 */
export function tensorEntry(name: string, tensor: Tensor): EntryToWrite {
  const dtype = DTYPES[tensor.dtype];
  if (dtype === undefined) {
    throw new SafetensorsError(
      'not-in-tfjs',
      `Tensor ${quote(name)}: expected float32, int32 or bool, got ${tensor.dtype}. Convert it with tf.cast first.`,
    );
  }
  return { name, dtype, shape: tensor.shape, read: () => readBytes(tensor) };
}

/** An entry for each of the named tensors, see {@link tensorEntry}. */
export function tensorEntries(tensors: Readonly<Record<string, Tensor>>): EntryToWrite[] {
  return Object.entries(tensors).map(([name, tensor]) => tensorEntry(name, tensor));
}

/** The memory order is the machine's, and every machine that runs a tfjs engine is little-endian, as the format is. */
async function readBytes(tensor: Tensor): Promise<Uint8Array> {
  const values = await tensor.data();
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
