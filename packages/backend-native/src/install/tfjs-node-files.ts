import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { extract } from 'tar';
import { npmPack, type WatchOptions } from '../network/npm-pack.ts';
import { TFJS_NODE_PACKAGE } from './pins.ts';

/**
 * Brings tfjs-node's tarball and unpacks its C++ source and its JavaScript, without the types, tests and scripts; nothing
 * of it is run.
 */
export async function unpackTfjsNode(into: string, temporary: string, options: WatchOptions = {}): Promise<void> {
  await mkdir(temporary, { recursive: true });
  await mkdir(into, { recursive: true });
  const file = await npmPack(TFJS_NODE_PACKAGE, temporary, options);
  await extract({ file, cwd: into, strip: 1, strict: true, filter: isWanted });
}

function isWanted(path: string): boolean {
  return /^package\/(package\.json|binding\/.*\.(cc|h)|dist\/.*(?<!_test)\.js)$/.test(path);
}

/** The addon's source inside the unpacked folder. */
export function bindingSource(folder: string): string {
  return join(folder, 'binding');
}
