import { type FileHandle, open, readdir, rename, unlink } from 'node:fs/promises';
import { READ_WITHOUT_WAITING } from './regular-file.ts';

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

/** The file system itself. */
export const FILE_SYSTEM: FileOperations = {
  open: (path, flags) => open(path, flags === 'r' ? READ_WITHOUT_WAITING : flags),
  rename,
  unlink,
  readdir,
};
