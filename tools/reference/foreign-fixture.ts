import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleIndices } from './formula.ts';

const FOLDER = join(import.meta.dirname, 'fixtures/foreign');
const EXPORTED = join(import.meta.dirname, 'fixtures/exported');

/** Values at the positions that `sampleIndices` gives for the network's name. */
export type ForeignSamples = { size: number; samples: number[] };

/** What a network makes of the formula's images `foreign.a` (and `foreign.b`): in eval(), and in train() without dropout. */
export type ForeignOutputs = {
  running?: ForeignSamples;
  image?: ForeignSamples;
  /** The first four values of each tensor of a `.pict` file, as NumPy reads them. */
  weights?: Record<string, number[]>;
};

/** A file as torch.save wrote it, `junyanz-unet-batch.pth`, or an exported one, `affinelayer.pict`. */
export function readForeignFile(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, file)));
}

/** A file that our writer wrote and PyTorch loaded: `gan-nearest.pth`. */
export function readExportedFile(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(EXPORTED, file)));
}

/** What PyTorch's classes made of an image with the weights of the exported files, by the files' names. */
export function readExportedOutputs(): Record<string, ForeignOutputs> {
  return JSON.parse(readFileSync(join(EXPORTED, 'expected.json'), 'utf8')).networks;
}

/** PyTorch's outputs by the networks' names. */
export function readForeignOutputs(): Record<string, ForeignOutputs> {
  return JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')).networks;
}

/** The largest difference from the samples, absolute. @throws where the sizes differ */
export function distanceFromSamples(
  name: string,
  values: ArrayLike<number>,
  { size, samples }: ForeignSamples,
): number {
  if (values.length !== size) throw new Error(`Expected ${size} values, got ${values.length}.`);
  const places = sampleIndices(name, size, samples.length);
  return Math.max(...places.map((place, i) => Math.abs((values[place] as number) - (samples[i] as number))));
}
