import { join } from 'node:path';
import { parseSafetensorsHeader, SafetensorsError, safetensorsHeadLength } from '@pix2pix-ts/checkpoint';
import {
  type Content,
  FILE_SYSTEM,
  FileError,
  type FileOperations,
  renameInto,
  systemCode,
  writeAtomically,
  writeBeside,
} from '@pix2pix-ts/common/node';
import { readFirst, withFile } from './read-file.ts';

/** The names of a run's weights. */
export const MODEL_FILE = 'model.safetensors';
export const BEST_FILE = 'best.safetensors';
export const STATE_FILE = 'state.safetensors';
export const PREVIOUS_STATE_FILE = 'state.previous.safetensors';

/** What is saved: the generator for users, and everything that training needs to resume. */
export type CheckpointContent = { readonly model: Content; readonly state: Content };

/**
 * Writes a run's state and model. Whenever this is killed or fails, the folder holds at least one valid state if it
 * held one before, and a complete model or none:
 *
 * | killed                         | state.safetensors | state.previous.safetensors | model |
 * |--------------------------------|-------------------|----------------------------|-------|
 * | while the state is written     | old               | older                      | old   |
 * | between the two renames        | (missing)         | old                        | old   |
 * | after them                     | new               | old                        | old   |
 * | after the model's rename       | new               | old                        | new   |
 *
 * A state that is damaged is not moved over the previous one. The state comes first, because a model can always be
 * made from a state. Needs room on the disk for three states.
 *
 * @throws FileError naming the file and what to do
 */
export async function saveCheckpoint(
  runFolder: string,
  { model, state }: CheckpointContent,
  fs: FileOperations = FILE_SYSTEM,
): Promise<void> {
  const path = join(runFolder, STATE_FILE);
  const keptAs = (await isWhole(path, fs)) ? join(runFolder, PREVIOUS_STATE_FILE) : undefined;
  await renameInto(await writeBeside(path, state, fs), path, fs, keptAs);
  await writeAtomically(join(runFolder, MODEL_FILE), model, fs);
}

/** Whether there is a state whose header is valid and whose data is all there; reads only the header. */
async function isWhole(path: string, fs: FileOperations): Promise<boolean> {
  try {
    return await withFile(path, fs, async (file) => {
      const { size } = await file.stat();
      const headLength = safetensorsHeadLength(await readFirst(file, 8), size);
      parseSafetensorsHeader(await readFirst(file, headLength), size);
      return true;
    });
  } catch (error) {
    if (error instanceof SafetensorsError || ['ENOENT', 'EIO'].includes(systemCode(error) ?? '')) return false;
    throw new FileError('read', path, error);
  }
}
