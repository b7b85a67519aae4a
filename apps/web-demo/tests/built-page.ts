import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

/** Builds the page into a folder, with the models of another folder of packages where one is named, in a Node of its own: Vite is an ES module, which jest cannot load. */
export async function buildPage(folder: string, packages?: string): Promise<void> {
  const root = path.resolve(import.meta.dirname, '..');
  const manifest = createRequire(import.meta.url).resolve('vite/package.json');
  const vite = path.join(path.dirname(manifest), 'bin/vite.js');
  const args = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  const models = packages === undefined ? {} : { PIX2PIX_MODEL_PACKAGES: packages };
  const env = { ...process.env, NODE_ENV: 'production', ...models };
  await promisify(execFile)(process.execPath, args, { cwd: root, env });
}
