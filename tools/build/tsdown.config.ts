import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';

type Manifest = { exports?: Record<string, string | { '@pix2pix-ts/source'?: string }> };

/** The source files that a package exports; an app exports none and is built from its command. */
function entriesOf(manifest: Manifest): string[] {
  const entries = Object.values(manifest.exports ?? {}).flatMap((target) =>
    typeof target === 'string' ? [] : (target['@pix2pix-ts/source'] ?? []),
  );
  return entries.length > 0 ? entries : ['src/index.ts'];
}

/** The one way every package is built, run in the package's folder: ES modules with types and source maps. */
export default defineConfig({
  cwd: process.cwd(),
  entry: entriesOf(JSON.parse(readFileSync('package.json', 'utf8'))),
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  sourcemap: true,
  unbundle: true,
  // Bundling tfjs would give the package an engine registry of its own, without any backend in it.
  deps: { neverBundle: [/^@tensorflow\//, /^node:/] },
});
