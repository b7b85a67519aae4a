import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import { readModelHeader } from '../summary/read-model-header.ts';

/** Where a copy goes unless asked otherwise: next to the model, `model.int8.safetensors`. */
export function defaultCopyPath(model: string, to: string): string {
  return `${model.replace(/\.safetensors$/i, '')}.${to}.safetensors`;
}

/**
 * Makes sure that a copy can be written to this path and nothing is lost: there is no file, or it is a smaller copy itself.
 *
 * @throws UsageError of one line
 */
export async function checkCopyPath(path: string, model: string): Promise<void> {
  const [there, original] = await Promise.all([statOf(path), statOf(model)]);
  if (!there) return checkFolder(dirname(path));
  if (there.isDirectory())
    throw new UsageError(`Expected --out to be a file, got the folder ${path}. Name a file in it.`);
  if (original && there.dev === original.dev && there.ino === original.ino)
    throw new UsageError(
      `Expected --out to differ from the model, got ${path}, which is the model. Choose another name.`,
    );
  if (await isCopy(path)) return;
  throw new UsageError(
    `Expected a new file or a smaller copy at ${path}, got a different file. Choose another name for --out.`,
  );
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
