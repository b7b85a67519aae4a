import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';

/** Before an instance norm the true gradient is zero, and Adam makes steps of its rounding. */
const HAS_NO_GRADIENT = /^discriminator\.param\.block[234]\.bias$/;

/** The bytes of a run's state. */
export function stateOf(folder: string): Promise<Buffer> {
  return readFile(join(folder, 'state.safetensors'));
}

/** The largest difference of each tensor of both networks between two runs, relative to its largest entry. */
export async function weightDifferences(folder: string, other: string): Promise<Record<string, number>> {
  const [one, two] = [await weightsOf(folder), await weightsOf(other)];
  return Object.fromEntries(
    [...one].map(([name, values]) => {
      const largest = Math.max(...values.map(Math.abs));
      const differences = values.map((value, i) => Math.abs(value - (two.get(name)?.[i] ?? Number.NaN)));
      return [name, Math.max(...differences) / largest];
    }),
  );
}

async function weightsOf(folder: string): Promise<Map<string, Float32Array>> {
  const { tensors } = parseSafetensors(await stateOf(folder));
  const weights = [...tensors].filter(([name]) => name.includes('.param.') && !HAS_NO_GRADIENT.test(name));
  return new Map(weights.map(([name, { data }]) => [name, new Float32Array(data.slice().buffer)]));
}
