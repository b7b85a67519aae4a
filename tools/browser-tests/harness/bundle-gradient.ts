import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import webpack from 'webpack';
import type { BuiltFiles } from './build-pages.ts';
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

/** @throws with all that webpack warns of, too */
function bundleWithWebpack(entry: string, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const performance = { hints: false } as const; // how large TensorFlow.js is, is no fault of the package
    webpack(
      { mode: 'production', context: path.dirname(entry), entry, output: { path: folder }, performance },
      (error, stats) => {
        const { errors = [], warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
        const said = [...errors, ...warnings].map(({ message }) => message);
        if (error) reject(error);
        else if (said.length > 0) reject(new Error(`webpack says:\n${said.join('\n')}`));
        else resolve();
      },
    );
  });
}

/** @throws with all that esbuild warns of, too */
async function bundleWithEsbuild(
  entry: string,
  output: { outdir: string; splitting: true } | { outfile: string },
): Promise<void> {
  const { warnings } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    ...output,
  });
  if (warnings.length > 0) throw new Error(`esbuild says:\n${warnings.map(({ text }) => text).join('\n')}`);
}

function filesOf(folder: string): BuiltFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files: BuiltFiles = new Map();
  for (const { parentPath, path: parent, name } of entries) {
    const file = path.join(parentPath ?? parent, name); // Node 20 has had the second name longer
    files.set(path.relative(folder, file).replaceAll(path.sep, '/'), readFileSync(file));
  }
  return files;
}
