import { join } from 'node:path';
import { parseSafetensors, requireFinite, type SafetensorsFile } from '@pix2pix-ts/checkpoint';
import { FILE_SYSTEM, FileError, type FileOperations, systemCode } from '@pix2pix-ts/common/node';
import { readBytes } from './read-file.ts';
import { PREVIOUS_STATE_FILE, STATE_FILE } from './save-checkpoint.ts';

/** A run's state, the file it came from, and why not from state.safetensors where it did not. */
type LoadedState = {
  readonly state: SafetensorsFile;
  readonly file: typeof STATE_FILE | typeof PREVIOUS_STATE_FILE;
  readonly because?: string;
  /** Whether state.safetensors is there, was read, and is not valid. */
  readonly isDamaged?: boolean;
};

/**
 * The newest valid state of a run: state.safetensors, or the previous one where that is missing or damaged. A state is
 * damaged if it does not follow the format, its check is wrong, it holds a NaN or an infinity, or `check` throws on it.
 *
 * @throws FileError where a file is there and cannot be read; an Error of one line where no valid state is left
 */
export async function loadState(
  runFolder: string,
  fs: FileOperations = FILE_SYSTEM,
  check: (state: SafetensorsFile) => void = () => {},
): Promise<LoadedState> {
  const newest = await tryToRead(join(runFolder, STATE_FILE), fs, check);
  if (newest.state) return { state: newest.state, file: STATE_FILE };
  const previous = await tryToRead(join(runFolder, PREVIOUS_STATE_FILE), fs, check);
  if (previous.state) return { state: previous.state, file: PREVIOUS_STATE_FILE, ...newest };
  throw new Error(
    `Expected a valid ${STATE_FILE} or ${PREVIOUS_STATE_FILE} in ${runFolder}, got none (${newest.because}; ${previous.because}). Start a new run in another folder.`,
  );
}

type Attempt =
  | { readonly state: SafetensorsFile }
  | { readonly state?: never; readonly because: string; readonly isDamaged: boolean };

/** A state, or why this file is not a valid one. */
async function tryToRead(path: string, fs: FileOperations, check: (state: SafetensorsFile) => void): Promise<Attempt> {
  const bytes = await readBytes(path, fs).catch((error) => {
    if (systemCode(error) === 'ENOENT') return `${path} is missing`;
    if (systemCode(error) === 'EIO') return `${path} cannot be read: the disk failed`;
    throw new FileError('read', path, error);
  });
  if (typeof bytes === 'string') return { because: bytes, isDamaged: false };
  try {
    const state = parseSafetensors(bytes);
    requireFinite(state.tensors);
    check(state);
    return { state };
  } catch (error) {
    return { because: `${path} is damaged: ${(error as Error).message}`, isDamaged: true };
  }
}
