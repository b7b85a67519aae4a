import { join } from 'node:path';
import { types } from 'node:util';
import {
  type EntryToWrite,
  encodeSafetensors,
  parseSafetensors,
  requireFinite,
  type SafetensorsFile,
} from '@pix2pix-ts/checkpoint';
import { removeLeftovers, systemCode, writeAtomically } from '@pix2pix-ts/common/node';
import { readRegularFile } from '@pix2pix-ts/data/node';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { modelTexts, type Provenance, type TrainPosition } from '@pix2pix-ts/trainer';
import { printNote } from '../cli/output.ts';
import { MODEL_FILE } from '../files/index.ts';

/** The generator's weights and running statistics among a state's tensors; of a run with a moving average, that. */
const OF_MODEL = /^generator\.(?:param|buffer)\.(.+)$/;
const OF_AVERAGED_MODEL = /^generator\.(?:average|buffer)\.(.+)$/;

/**
 * Makes a run's model again where it is not that of the state: a run that was killed, or that found the disk full, between
 * the two has an older model or none.
 *
 * @throws FileError where it cannot be written
 */
export async function healModel(
  folder: string,
  state: SafetensorsFile,
  position: TrainPosition,
  provenance: Provenance,
): Promise<void> {
  const path = join(folder, MODEL_FILE);
  const weights = weightsOf(state, position.config.ema > 0 ? OF_AVERAGED_MODEL : OF_MODEL);
  const because = await whyNot(path, weights, position.step);
  if (because === undefined) return;
  await removeLeftovers(folder); // of a disk that was full
  await writeAtomically(path, encodeSafetensors(weights, modelTexts(position, provenance), { check: true }));
  printNote(`Recreated ${path} from the checkpoint of step ${position.step}: ${because}.`);
}

function weightsOf({ tensors }: SafetensorsFile, ofModel: RegExp): (EntryToWrite & { readonly data: Uint8Array })[] {
  return [...tensors].flatMap(([inState, { dtype, shape, data }]) => {
    const [, name] = ofModel.exec(inState) ?? [];
    return name === undefined ? [] : [{ name, dtype, shape, data, read: () => data }];
  });
}

/** Why the model is not the one of these weights and this step; undefined where it is. */
async function whyNot(path: string, weights: ReturnType<typeof weightsOf>, step: number): Promise<string | undefined> {
  const bytes = await readRegularFile(path).catch((error: unknown) => error as Error);
  if (types.isNativeError(bytes))
    return systemCode(bytes) === 'ENOENT' ? 'it was missing' : `it could not be read (${systemCode(bytes)})`;
  try {
    const { tensors, metadata } = parseSafetensors(bytes);
    requireFinite(tensors);
    const { steps } = parseModelMetadata({ ...metadata }).training;
    if (steps !== step) return typeof steps === 'number' ? `it was from step ${steps}` : 'it did not say its step';
    const isSame =
      tensors.size === weights.length && weights.every(({ name, data }) => isEqual(tensors.get(name)?.data, data));
    return isSame ? undefined : 'its weights were different';
  } catch (error) {
    return `it was damaged (${(error as Error).message.replace(/\.$/, '')})`;
  }
}

function isEqual(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one !== undefined && Buffer.compare(one, other) === 0;
}
