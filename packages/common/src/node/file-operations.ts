import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, unlink } from 'node:fs/promises';

/** What is done to an open file. */
export type OpenFile = Pick<FileHandle, 'read' | 'write' | 'sync' | 'stat' | 'close'>;

/** The functions of node:fs/promises that touch the disk, so that a test can let each of them fail. */
export type FileOperations = {
  /** Opens a file, or to read also a folder. */
  open(path: string, flags: 'r' | 'w'): Promise<OpenFile>;
  /** Gives a file another name, in place of what has it. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file. */
  unlink(path: string): Promise<void>;
  /** The names in a folder. */
  readdir(path: string): Promise<string[]>;
};

/** Opening a pipe to read would wait for its other end; it is looked at only afterwards, because folders are opened too. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The file system itself. */
export const FILE_SYSTEM: FileOperations = {
  open: (path, flags) => open(path, flags === 'r' ? READ : flags),
  rename,
  unlink,
  readdir,
};
