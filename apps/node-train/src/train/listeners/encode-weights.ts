import { encodeSafetensors, tensorEntries } from '@pix2pix-ts/checkpoint';
import type { SavedTensors } from '@pix2pix-ts/trainer';

/** What an event of training has to save, as the bytes of a file with a check of its content. */
export function encodeWeights({ tensors, metadata }: SavedTensors): AsyncIterable<Uint8Array> {
  return encodeSafetensors(tensorEntries(tensors), metadata, { check: true });
}
