import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'tsdown';

type Manifest = {
  name: string;
  files: string[];
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  publishConfig: object;
};

const root = path.resolve(import.meta.dirname, '../../..');
const OURS = '@pix2pix-ts/';

/**
 * Lays packages of ours, and all that they depend on, into `folder/node_modules` as npm would: built, with what their
 * manifests publish and nothing else. Optional peers are left out unless they are named.
 */
export async function installAsPublished(names: readonly string[], folder: string): Promise<void> {
  const modules = path.join(folder, 'node_modules');
  const wanted = new Set(names);
  for (const name of wanted) {
    const source = path.join(root, 'packages', name.slice(OURS.length));
    const manifest: Manifest = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
    await installOne(source, manifest, path.join(modules, name));
    for (const dependency of dependenciesOf(manifest)) {
      if (dependency.startsWith(OURS)) wanted.add(dependency);
      else link(path.join(source, 'node_modules', dependency), path.join(modules, dependency));
    }
  }
}

async function installOne(source: string, manifest: Manifest, target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  writeFileSync(path.join(target, 'package.json'), JSON.stringify({ ...manifest, ...manifest.publishConfig }));
  const asTheyStand = manifest.files.filter((file) => file !== 'dist' && existsSync(path.join(source, file)));
  for (const file of asTheyStand) cpSync(path.join(source, file), path.join(target, file), { recursive: true });
  process.chdir(source); // the packages' common configuration builds what it finds there
  await build({
    config: path.join(root, 'tools/build/tsdown.config.ts'),
    outDir: path.join(target, 'dist'),
    dts: false, // types take long, and a page has none
    logLevel: 'error',
  });
}

function dependenciesOf({ dependencies, peerDependencies, peerDependenciesMeta }: Manifest): string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys(dependencies ?? {}), ...peers];
}

function link(from: string, to: string): void {
  if (existsSync(to)) return;
  mkdirSync(path.dirname(to), { recursive: true });
  symlinkSync(from, to, 'junction');
}
