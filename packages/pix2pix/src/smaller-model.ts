import { type EntryToWrite, float16Entry, int8Entries, type SafetensorsEntry } from '@pix2pix-ts/checkpoint';
import { generatorTensors, type ModelCopy, type ModelMetadata } from '@pix2pix-ts/models';
import { parseModel, withFileName } from './model.ts';

/** A smaller copy of a model, to be written with `encodeSafetensors`. */
export type SmallerModel = {
  /** The copy's tensors. */
  readonly entries: readonly EntryToWrite[];
  /** The original's metadata, which the copy takes over; the writer adds what it is a copy of. */
  readonly metadata: ModelMetadata;
  /** The texts of the original's file, which the copy takes over as well. */
  readonly fields: Readonly<Record<string, string>>;
};

/**
 * The tensors of a model file (`model.safetensors`) as those of a copy of half or a quarter of its size: all in float16,
 * or the weights in 8 bits with a scale for each output channel (`NAME.scale`) and everything else as it is.
 *
 * @param bytes the file, which stays unchanged and is read until the entries are written
 * @param name what an error calls it
 * @throws ModelError of one line where the file is not one of ours, is a smaller copy itself, is not in float32, or holds a
 *   value that the copy cannot
 */
export function smallerModel(bytes: Uint8Array, to: ModelCopy['weights'], name = 'the model'): SmallerModel {
  const { metadata, fields, weights } = parseModel(bytes, name);
  return withFileName(name, () => {
    if (metadata.copy) {
      throw new Error(
        `Expected a model as it was trained, got a copy in ${metadata.copy.weights}. Use the file that the copy was made from.`,
      );
    }
    const [packed] = weights.int8;
    if (packed) throw notFloat(packed.name, packed.weight.dtype);
    const copy = COPIES[to];
    const specs = generatorTensors(metadata.generator);
    const entries = [...weights.plain].flatMap(([tensor, entry]) => {
      if (entry.dtype !== 'F32') throw notFloat(tensor, entry.dtype);
      return copy(tensor, entry, specs[tensor]?.outputAxis);
    });
    return { entries, metadata, fields };
  });
}

type CopyTensor = (name: string, entry: SafetensorsEntry, axis: number | undefined) => EntryToWrite[];

/** How a float32 tensor is copied; a new kind of copy is one entry here. `axis` counts the outputs of a weight. */
const COPIES: Readonly<Record<ModelCopy['weights'], CopyTensor>> = {
  float16: (name, entry) => [float16Entry(name, floatsOf(entry), entry.shape)],
  int8: (name, entry, axis) => {
    if (axis !== undefined) return int8Entries(name, floatsOf(entry), entry.shape, axis);
    return [{ name, dtype: 'F32', shape: entry.shape, read: () => entry.data }]; // a bias or a norm's: a few bytes that touch everything
  },
};

/** In memory of their own, because a file's tensors lie at any offset. */
function floatsOf({ data }: SafetensorsEntry): Float32Array {
  return new Float32Array(new Uint8Array(data).buffer);
}

function notFloat(tensor: string, dtype: string): Error {
  return new Error(`Expected '${tensor}' in F32, got ${dtype}. Use the file that training wrote.`);
}
