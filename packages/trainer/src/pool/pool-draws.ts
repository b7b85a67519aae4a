import { randomStream } from '@pix2pix-ts/random';
import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';

/** Which of the pool's places the images of a batch are exchanged with; rows of zeros and at most a one. */
export type PoolDraws = {
  /** [B, places]: the place whose image is shown instead; none: the new one is shown. */
  read: Tensor2D;
  /** [B, places]: the place that the new image is put in; none: it is not kept. */
  write: Tensor2D;
};

/** @see poolChoice */
export type PoolChoice = { read: number | null; write: number | null };

/**
 * What happens to a generated image, as in the code of junyanz: as long as the pool has room it is put in and shown; then it
 * is as likely shown and forgotten, as it is put in the place of one that is shown instead.
 *
 * @param seen images of the run before this one, which is all that the pool's filling depends on
 */
export function poolChoice(seed: number, seen: number, places: number): PoolChoice {
  if (seen < places) return { read: null, write: seen };
  const stream = randomStream(seed, 'pool', seen);
  if (stream.uniform() <= 0.5) return { read: null, write: null };
  const place = stream.integer(places);
  return { read: place, write: place };
}

/**
 * The choices for a batch.
 *
 * @param seen images of the run before its first one
 * @returns tensors owned by the caller
 */
export function poolDraws(seed: number, seen: number, batch: number, places: number): PoolDraws {
  const choices = Array.from({ length: batch }, (_, i) => poolChoice(seed, seen + i, places));
  const ones = (of: keyof PoolChoice) => {
    const values = new Float32Array(batch * places);
    for (const [i, { [of]: place }] of choices.entries()) if (place !== null) values[i * places + place] = 1;
    return tensor2d(values, [batch, places]);
  };
  return { read: ones('read'), write: ones('write') };
}
