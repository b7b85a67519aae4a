import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '@pix2pix-ts/common/node';
import { configuredIndex, downloadFromIndex } from '../network/index-page.ts';
import { findPip, type PipOptions, pipDownload } from '../network/pip.ts';
import { InstallError, wrongBytes } from './install-error.ts';
import type { PinnedWheel } from './pins.ts';

/**
 * The path of a wheel in the folder of downloads. One that is there already, from an attempt that was interrupted, is
 * used if it is complete.
 *
 * @throws InstallError where it cannot be fetched, or what comes is not the pinned file
 */
export async function fetchWheel(wheel: PinnedWheel, downloads: string, options: PipOptions = {}): Promise<string> {
  const path = join(downloads, wheel.file);
  if ((await hashFile(path, 'sha256')) === wheel.sha256) return path;
  await rm(path, { force: true });
  await mkdir(downloads, { recursive: true });
  await removeTemporary(downloads);
  const pip = await findPip();
  try {
    if (pip) await pipDownload(pip, wheel, downloads, options);
    else await downloadFromIndex(indexOrRefuse(wheel), wheel, downloads, options);
  } finally {
    await removeTemporary(downloads);
  }
  const got = await hashFile(path, 'sha256');
  if (got === wheel.sha256) return path;
  await rm(path, { force: true });
  throw wrongBytes(wheel.file, wheel.sha256, got ?? 'another file');
}

function indexOrRefuse({ file }: PinnedWheel): string {
  const index = configuredIndex();
  if (index !== undefined) return index;
  throw new InstallError(
    `Expected pip, which fetches TensorFlow, got none. Install pip, set PIP_INDEX_URL to your package index, or pass ${file} with --wheel.`,
  );
}

/** What a pip that was ended left there. */
async function removeTemporary(downloads: string): Promise<void> {
  for (const name of await readdir(downloads)) {
    if (/^pip-|\.partial$/.test(name)) await rm(join(downloads, name), { recursive: true, force: true });
  }
}
