import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import chromium from '@sparticuz/chromium';

const here = import.meta.dirname;
const cache = path.resolve(here, '../../../node_modules/.cache/pix2pix-ts');

/**
 * The path of Chromium's executable, unpacked on the first run and shared by the later ones. Not where the package itself
 * would put it: it takes whatever is named `chromium` in the temp folder, half written or of another version too.
 */
export async function unpackChromium(): Promise<string> {
  const { devDependencies } = JSON.parse(readFileSync(path.join(here, '../package.json'), 'utf8'));
  const folder = path.join(cache, `chromium-${devDependencies['@sparticuz/chromium']}`);
  if (!existsSync(folder)) await unpackInto(folder);
  return path.join(folder, 'chromium');
}

/** Another run may do the same meanwhile; the first to end gives the folder its name. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(`${folder}-`);
  const { TMPDIR } = process.env;
  try {
    process.env.TMPDIR = beside;
    await chromium.executablePath();
    await rename(beside, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    await rm(beside, { recursive: true, force: true });
  }
}
