import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';

/** What `install.json` of an installation says; it is written last, so a folder without it is none. */
export type Manifest = {
  readonly flavor: 'cpu' | 'gpu';
  /** TensorFlow's version, such as 2.21.0. */
  readonly tensorflow: string;
  readonly tfjsNode: string;
  /** Such as linux-x64. */
  readonly platform: string;
  /** The wheel's file name, and its SHA-256 in hex. */
  readonly wheel: string;
  readonly sha256: string;
  /** What the check found when it was installed, in a few words each. */
  readonly found: { readonly processor: string; readonly device: string };
  /** The files by their paths inside the folder, with their sizes in bytes. */
  readonly files: Readonly<Record<string, number>>;
};

/** A native engine on this disk. */
export type Installation = { readonly name: string; readonly folder: string; readonly manifest: Manifest };

export const MANIFEST_FILE = 'install.json';
/** Names the installation that is taken. */
export const CURRENT_FILE = 'current';
export const ADDON_FILE = join('addon', 'tfjs_binding.node');
/** tfjs-node's JavaScript, for projects that have not installed it. */
export const TFJS_NODE_FOLDER = 'tfjs-node';

/** The name of an installation's folder: engines of several versions lie side by side. */
export function installationName({
  flavor,
  tensorflow,
  platform,
}: Pick<Manifest, 'flavor' | 'tensorflow' | 'platform'>) {
  return `tensorflow-${flavor}-${tensorflow}-${platform}`;
}

/** The installation in this folder, or, in a few words, why there is none. Looks at sizes, not at contents. */
export function readInstallation(folder: string, name = folder): Installation | string {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
  } catch {
    return 'there is none';
  }
  for (const [file, size] of Object.entries(manifest.files)) {
    if (statSync(join(folder, file), { throwIfNoEntry: false })?.size !== size)
      return `${join(folder, file)} is damaged`;
  }
  return { name, folder, manifest };
}

/** All whole installations of a cache. */
export function listInstallations(cache = cacheFolder()): Installation[] {
  return names(cache)
    .map((name) => readInstallation(join(cache, name), name))
    .filter((found) => typeof found !== 'string');
}

/**
 * The installation that is taken: the folder that BACKEND_NATIVE names, or the one installed last.
 *
 * @returns or, in a few words, why there is none
 */
export function currentInstallation(cache = cacheFolder(), environment = process.env): Installation | string {
  if (environment.BACKEND_NATIVE) return readInstallation(environment.BACKEND_NATIVE);
  let name: string;
  try {
    name = readFileSync(join(cache, CURRENT_FILE), 'utf8').trim();
  } catch {
    return 'there is none';
  }
  return readInstallation(join(cache, name), name);
}

function names(cache: string): string[] {
  try {
    return readdirSync(cache).filter((name) => name.startsWith('tensorflow-'));
  } catch {
    return [];
  }
}
