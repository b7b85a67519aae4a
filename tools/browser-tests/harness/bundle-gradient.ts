import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuiltFiles } from './build-pages.ts';
import { bundleWithEsbuild, bundleWithWebpack, filesOf } from './bundle-with.ts';
import { installAsPublished } from './install-as-published.ts';

const here = path.resolve(import.meta.dirname, '..');

/** How a bundler is asked, and the script that its page begins with. */
type Bundler = { bundle(entry: string, folder: string): Promise<void>; script: string };

/** The bundlers, told nothing but where the program is and where the bundle goes. */
const bundlers = {
  webpack: { bundle: bundleWithWebpack, script: '<script defer src="main.js"></script>' },
  esbuild: {
    // esbuild gradient.js --bundle --format=esm --splitting --outdir=FOLDER
    bundle: (entry, outdir) => bundleWithEsbuild(entry, { outdir, splitting: true }),
    script: '<script type="module" src="gradient.js"></script>',
  },
  esbuildOneFile: {
    // esbuild gradient.js --bundle --format=esm --outfile=FOLDER/main.js
    bundle: (entry, folder) => bundleWithEsbuild(entry, { outfile: path.join(folder, 'main.js') }),
    script: '<script type="module" src="main.js"></script>',
  },
} as const satisfies Record<string, Bundler>;

/** The name of a bundle. */
export type BundleName = keyof typeof bundlers;

/** The page `gradient` as each bundler makes it of the package as npm gives it, with `index.html`. */
export async function bundleGradient(): Promise<Record<BundleName, BuiltFiles>> {
  const project = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-bundled-'));
  try {
    await installAsPublished(['@pix2pix-ts/backend-wasm'], project);
    const layers = 'node_modules/@tensorflow/tfjs-layers';
    symlinkSync(path.join(here, layers), path.join(project, layers), 'junction');
    const entry = path.join(project, 'gradient.js');
    writeFileSync(entry, readFileSync(path.join(here, 'pages/gradient.js')));
    const built: [string, BuiltFiles][] = [];
    for (const [name, { bundle, script }] of Object.entries(bundlers)) {
      const folder = path.join(project, 'built', name);
      mkdirSync(folder, { recursive: true });
      await bundle(entry, folder);
      built.push([name, filesOf(folder).set('index.html', `<!doctype html>${script}`)]);
    }
    return Object.fromEntries(built) as Record<BundleName, BuiltFiles>;
  } finally {
    rmSync(project, { recursive: true });
  }
}
