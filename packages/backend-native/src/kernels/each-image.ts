import type { Handle } from '../load/node-backend.ts';
import type { Attributes } from './attributes.ts';
import type { Constant, Run } from './on-handles.ts';

/** Cuts a tensor [B, ...] into its images [1, ...]; they share its memory. */
export function splitImages(x: Handle, { float32, integer }: Attributes, run: Run, constant: Constant): Handle[] {
  const images = x.shape[0] as number;
  if (images === 1) return [x];
  const axis = constant(Int32Array.of(0), []);
  return run('Split', [integer('num_split', images), float32('T')], [axis, x], images);
}

/** Lays images [1, ...], or values [C] of each, behind each other. */
export function joinImages(
  images: Handle[],
  { float32, int32, integer }: Attributes,
  run: Run,
  constant: Constant,
): Handle {
  if (images.length === 1) return images[0] as Handle;
  const axis = constant(Int32Array.of(0), []);
  const attributes = [integer('N', images.length), float32('T'), int32('Tidx')];
  return run('ConcatV2', attributes, [...images, axis])[0] as Handle;
}
