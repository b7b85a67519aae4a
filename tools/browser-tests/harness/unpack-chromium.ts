import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** Chromium's executable, and a folder of libraries that a system without a desktop may lack. */
export type UnpackedChromium = { executable: string; libraries: string };

const here = import.meta.dirname;
const cache = path.resolve(here, '../../../node_modules/.cache/pix2pix-ts');

/**
 * Unpacks Chromium on the first run; later ones share it. Not where its package would put it: that one takes whatever is
 * named `chromium` in the temp folder, half written or of another version too.
 */
export async function unpackChromium(): Promise<UnpackedChromium> {
  const { devDependencies } = JSON.parse(readFileSync(path.join(here, '../package.json'), 'utf8'));
  const folder = path.join(cache, `chromium-${devDependencies['@sparticuz/chromium']}`);
  const executable = path.join(folder, 'chromium');
  if (!existsSync(executable)) await unpackInto(folder);
  return { executable, libraries: path.join(folder, 'al2023/lib') };
}

/** Another run may do the same meanwhile; the first to end gives the folder its name. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(`${folder}-`);
  try {
    // In a process of its own, because a test runner's `process.env` does not reach `os.tmpdir`, by which the package
    // chooses its place. It brings its libraries where it sees the other variable.
    const env = { ...process.env, TMPDIR: beside, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
    await promisify(execFile)(process.execPath, [path.join(here, 'unpack-process.mjs')], { env });
    await rename(beside, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
