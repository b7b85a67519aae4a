import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import webpack from 'webpack';
import type { BuiltFiles } from './build-pages.ts';

// Bundlers that are told nothing but where a program is and where the bundle goes.

/**
 * Writes `main.js` and its chunks.
 *
 * @throws with all that webpack warns of, too
 */
export function bundleWithWebpack(entry: string, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const performance = { hints: false } as const; // the size of TensorFlow.js is not the package's fault
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
export async function bundleWithEsbuild(
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

/** What is in a folder, by its path there. */
export function filesOf(folder: string): BuiltFiles {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files: BuiltFiles = new Map();
  for (const { parentPath, path: parent, name } of entries) {
    const file = path.join(parentPath ?? parent, name); // Node 20 has had the second name longer
    files.set(path.relative(folder, file).replaceAll(path.sep, '/'), readFileSync(file));
  }
  return files;
}
