import type { Translator } from '@pix2pix-ts/pix2pix';
import { memory } from '@tensorflow/tfjs-core';
import type { Inspection } from './translate-calls.ts';

/** Reads every tensor of a model back from the engine. */
export async function inspect({ tensors }: Translator): Promise<Inspection> {
  const hashes: Record<string, string> = {};
  for (const [name, tensor] of Object.entries(tensors))
    hashes[name] = await sha256((await tensor.data()) as Float32Array);
  const { numTensors, numBytes } = memory();
  return { hashes, numTensors, numBytes };
}

async function sha256(values: Float32Array): Promise<string> {
  // A copy: WebCrypto refuses memory that threads share.
  const digest = await crypto.subtle.digest('SHA-256', new Float32Array(values));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
