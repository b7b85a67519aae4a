import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import chromium from '@sparticuz/chromium';

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
  if (!existsSync(folder)) await unpackInto(folder);
  return { executable: path.join(folder, 'chromium'), libraries: path.join(folder, 'al2023/lib') };
}

/** Another run may do the same meanwhile; the first to end gives the folder its name. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(`${folder}-`);
  try {
    // The package looks for the temp folder in the one, and brings its libraries where it sees the other.
    await withVariables({ TMPDIR: beside, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' }, () => chromium.executablePath());
    await rename(beside, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

async function withVariables(variables: Record<string, string>, run: () => Promise<unknown>): Promise<void> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    await run();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
