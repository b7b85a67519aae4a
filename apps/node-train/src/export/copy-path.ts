import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import { readModelHeader } from '../summary/read-model-header.ts';

/** Where a file goes unless asked otherwise: next to the model, `model.int8.safetensors`; of a model that has a name, here. */
export function defaultPath(model: string, suffix: string): string {
  return `${model.replace(/\.safetensors$/i, '')}.${suffix}`;
}

/**
 * Makes sure that a copy can be written to this path and nothing is lost: there is no file, or it is a smaller copy itself.
 *
 * @throws UsageError of one line
 */
export async function checkCopyPath(path: string, model: string): Promise<void> {
  const there = await checkPlace(path, model);
  if (!there || (await isCopy(path))) return;
  throw new UsageError(
    `Expected a new file or a smaller copy at ${path}, got a different file. Choose another name for --out.`,
  );
}

/** Makes sure that there is nothing at this path, and a folder for it. @throws UsageError of one line */
export async function checkNewPath(path: string): Promise<void> {
  if (!(await statOf(path))) return checkFolder(dirname(path));
  throw new UsageError(
    `Expected a new file at ${path}, got one that exists. Choose another name for --out, or remove it.`,
  );
}

/** Whether there is a file already. */
async function checkPlace(path: string, model: string): Promise<boolean> {
  const [there, original] = await Promise.all([statOf(path), statOf(model)]);
  if (!there) {
    await checkFolder(dirname(path));
    return false;
  }
  if (there.isDirectory())
    throw new UsageError(`Expected --out to be a file, got the folder ${path}. Name a file in it.`);
  if (original && there.dev === original.dev && there.ino === original.ino)
    throw new UsageError(
      `Expected --out to differ from the model, got ${path}, which is the model. Choose another name.`,
    );
  return true;
}

async function checkFolder(folder: string): Promise<void> {
  if ((await statOf(folder))?.isDirectory()) return;
  throw new UsageError(
    `Expected --out to be in an existing folder, got none at ${folder}. Create it, or choose another.`,
  );
}

async function statOf(path: string): Promise<BigIntStats | undefined> {
  return stat(path, { bigint: true }).catch(() => undefined);
}

async function isCopy(path: string): Promise<boolean> {
  return readModelHeader(path).then(
    ({ metadata }) => metadata.copy !== undefined,
    () => false,
  );
}
