import type { FileHandle } from 'node:fs/promises';

/** What is done to an open file, as of common/node. */
type OpenFile = Pick<FileHandle, 'read' | 'write' | 'sync' | 'stat' | 'close'>;

/** The file system as common/node has it, which itself is tested with this. */
type FileOperations = {
  open(path: string, flags: 'r' | 'w'): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  readdir(path: string): Promise<string[]>;
};

/** Where an operation is interrupted: before it does anything, after it is done, or (a write) in its middle. */
export type Moment = 'before' | 'middle' | 'after';

/** What was done to the disk so far: `open`, `write`, `sync`, `close`, `rename`, `unlink`, and what only reads. */
export type InterruptedFiles = { readonly fs: FileOperations; readonly log: string[] };

/** Called at the moment with the operation's number, from 0; it throws, or ends the process, where it wants to. */
export type Interrupt = (operation: number, name: string, moment: Moment) => void;

/** A file system that asks `interrupt` before, in the middle of and after each of its operations. */
export function interruptedFiles(real: FileOperations, interrupt: Interrupt): InterruptedFiles {
  const log: string[] = [];

  async function step<T>(name: string, operate: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> {
    const number = log.push(name) - 1;
    interrupt(number, name, 'before');
    if (half !== undefined) {
      await half();
      interrupt(number, name, 'middle');
    }
    const result = await operate();
    interrupt(number, name, 'after');
    return result;
  }

  const wrap = (file: OpenFile): OpenFile =>
    ({
      read: (...read: [Uint8Array, number, number, number]) => step('read', () => file.read(...read)),
      stat: () => step('stat', () => file.stat()),
      sync: () => step('sync', () => file.sync()),
      close: () => closeThen(file, step),
      write: (bytes: Uint8Array, at: number, length: number) => writeInTwo(file, bytes, at, length, step),
    }) as unknown as OpenFile;

  const fs: FileOperations = {
    open: (path, flags) => openThen(() => real.open(path, flags), `open ${flags}`, step).then(wrap),
    rename: (from, to) => step('rename', () => real.rename(from, to)),
    unlink: (path) => step('unlink', () => real.unlink(path)),
    readdir: (path) => step('readdir', () => real.readdir(path)),
  };
  return { fs, log };
}

type Step = <T>(name: string, operate: () => Promise<T>, half?: () => Promise<unknown>) => Promise<T>;

/** A file that was opened is closed again where the system is to report an error after all. */
async function openThen(open: () => Promise<OpenFile>, name: string, step: Step): Promise<OpenFile> {
  let opened: OpenFile | undefined;
  try {
    return await step(name, async () => {
      opened = await open();
      return opened;
    });
  } catch (error) {
    await opened?.close();
    throw error;
  }
}

/** A system closes a file even where it reports an error; one left open here would only trouble the test. */
async function closeThen(file: OpenFile, step: Step): Promise<void> {
  await file.close();
  await step('close', async () => {});
}

/** Writes the first half and then the rest, and reports only the first half, as a system may do. */
async function writeInTwo(file: OpenFile, bytes: Uint8Array, at: number, length: number, step: Step) {
  const half = Math.floor(length / 2);
  const writeHalf = async () => {
    if (half > 0) await file.write(bytes, at, half);
  };
  return step(
    'write',
    async () => ({
      bytesWritten: half + (await file.write(bytes, at + half, Math.min(length - half, 64))).bytesWritten,
    }),
    writeHalf,
  );
}
