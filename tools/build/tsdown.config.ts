import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsdown';

type Targets = string | { [condition: string]: Targets };
type Manifest = { exports?: Record<string, Targets>; imports?: Record<string, Targets> };

/** The source files that a package exports, or imports by a name of its own; an app exports none and is built from its command. */
function entriesOf({ exports, imports = {} }: Manifest): string[] {
  const entries = Object.values({ ...(exports ?? COMMAND), ...imports }).flatMap((targets) =>
    typeof targets === 'string' ? [] : filesOf(targets['@pix2pix-ts/source'] ?? {}),
  );
  return [...new Set(entries)];
}

const COMMAND: Record<string, Targets> = { '.': { '@pix2pix-ts/source': './src/index.ts' } };

function filesOf(targets: Targets): string[] {
  return typeof targets === 'string' ? [targets] : Object.values(targets).flatMap(filesOf);
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
  // Names with # stay too: who runs the package says with its conditions what they mean.
  deps: { neverBundle: [/^@tensorflow\//, /^node:/, /^#/] },
});
