import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileError, systemCode, writeAtomically } from '@pix2pix-ts/common/node';

/**
 * Writes files into a new folder, which has its name once all of them are complete.
 *
 * @param path where nothing is yet, in a folder that exists
 * @param files their contents by their paths in it, such as `onnx/model.onnx`
 * @throws FileError of one line; what was begun is removed
 */
export async function writeFolder(path: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path).slice(0, 40)}-${randomUUID()}`);
  await writing(path, mkdir(unfinished));
  try {
    for (const [name, content] of Object.entries(files)) {
      await writing(path, mkdir(dirname(join(unfinished, name)), { recursive: true }));
      await writeAtomically(join(unfinished, name), content);
    }
    await writing(path, rename(unfinished, path));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function writing<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw systemCode(error) ? new FileError('write', path, error) : error;
  }
}
