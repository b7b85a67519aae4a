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

/** The file system itself. */
export const FILE_SYSTEM: FileOperations = { open, rename, unlink, readdir };
