import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, unlink } from 'node:fs/promises';

/** What is done to an open file. */
export type OpenFile = Pick<FileHandle, 'read' | 'write' | 'sync' | 'stat' | 'close'>;

/** The functions of node:fs/promises that touch a run's folder, so that a test can let each of them fail. */
export type FileOperations = {
  open(path: string, flags: 'r' | 'w'): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
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
