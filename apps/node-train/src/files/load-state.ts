import { join } from 'node:path';
import { parseSafetensors, SafetensorsError, type SafetensorsFile } from '@pix2pix-ts/checkpoint';
import { FileError, systemCode } from './file-error.ts';
import { FILE_SYSTEM, type FileOperations } from './file-operations.ts';
import { readWhole } from './read-file.ts';
import { PREVIOUS_STATE_FILE, STATE_FILE } from './save-checkpoint.ts';

/** A run's state, the file it came from, and why not from state.safetensors where it did not. */
type LoadedState = {
  readonly state: SafetensorsFile;
  readonly file: typeof STATE_FILE | typeof PREVIOUS_STATE_FILE;
  readonly because?: string;
};

/**
 * The newest whole state of a run: state.safetensors, or the previous one where that is missing or damaged.
 *
 * @throws FileError where a file is there and cannot be read; an Error of one line where no whole state is left
 */
export async function loadState(runFolder: string, fs: FileOperations = FILE_SYSTEM): Promise<LoadedState> {
  const newest = await tryToRead(join(runFolder, STATE_FILE), fs);
  if (typeof newest !== 'string') return { state: newest, file: STATE_FILE };
  const previous = await tryToRead(join(runFolder, PREVIOUS_STATE_FILE), fs);
  if (typeof previous !== 'string') return { state: previous, file: PREVIOUS_STATE_FILE, because: newest };
  throw new Error(
    `Expected a whole ${STATE_FILE} or ${PREVIOUS_STATE_FILE} in ${runFolder}, got none (${newest}; ${previous}). Start a new run in another folder.`,
  );
}

/** A state, or why this file is none. */
async function tryToRead(path: string, fs: FileOperations): Promise<SafetensorsFile | string> {
  try {
    return parseSafetensors(await readWhole(path, fs));
  } catch (error) {
    if (error instanceof SafetensorsError) return `${path} is damaged: ${error.message}`;
    if (systemCode(error) === 'ENOENT') return `${path} is missing`;
    if (systemCode(error) === 'EIO') return `${path} cannot be read: the disk failed`;
    throw new FileError('read', path, error);
  }
}
