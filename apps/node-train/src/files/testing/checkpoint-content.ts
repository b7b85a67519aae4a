import { encodeSafetensors, type SafetensorsFile } from '@pix2pix-ts/checkpoint';
import type { CheckpointContent } from '../save-checkpoint.ts';

/** A checkpoint whose every value is this number, in several pieces. */
export function checkpointOf(value: number): CheckpointContent {
  return { model: tensorsOf(value, 2), state: tensorsOf(value, 3) };
}

/** The number that {@link checkpointOf} was given; a mixture of two checkpoints is an error. */
export function numberIn({ tensors }: SafetensorsFile): number {
  const values = [...tensors.values()].flatMap(({ data }) => [...data]);
  const [value] = values;
  if (value === undefined || values.some((other) => other !== value))
    throw new Error(`Expected one value, got ${values}`);
  return value;
}

function tensorsOf(value: number, count: number): AsyncGenerator<Uint8Array> {
  const names = Array.from({ length: count }, (_, index) => `tensor${index}`);
  const read = () => new Uint8Array(50).fill(value);
  return encodeSafetensors(names.map((name) => ({ name, dtype: 'U8', shape: [50], read })));
}
