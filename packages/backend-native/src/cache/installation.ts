import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND_NAME } from './command-name.ts';
import { nativeFolder } from './native-folder.ts';
import { otherPlatform, PLATFORM } from './platform.ts';
import { changedFile, type Hashes } from './record.ts';
import { type UntrustedPlace, untrustedInside, untrustedWay } from './untrusted-place.ts';

/** What `install.json` of an installation says; it is written last, so a folder without it is not an installation. */
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
  /** Of every file in the folder but this one; not in what earlier versions set up. */
  readonly hashes?: Hashes;
  /** Which addons of ours there are; not in what earlier versions set up. */
  readonly addons?: number;
};

/** A native engine on this disk. */
export type Installation = { readonly name: string; readonly folder: string; readonly manifest: Manifest };

export const MANIFEST_FILE = 'install.json';
/** Names the installation that is used. */
export const CURRENT_FILE = 'current';
/** tfjs-node's addon. */
export const ADDON_FILE = join('addon', 'tfjs_binding.node');
/** What is loaded in its place: the same with what it lacks, such as functions. */
export const FUNCTIONS_FILE = join('addon', 'functions.node');
/** What holds TensorFlow's log back while it is loaded. */
export const HOLDER_FILE = join('addon', 'stderr_holder.node');
/** tfjs-node's JavaScript, for projects that have not installed it. */
export const TFJS_NODE_FOLDER = 'tfjs-node';

/** The name of an installation's folder: engines of several versions are kept side by side. */
export function installationName({
  flavor,
  tensorflow,
  platform,
}: Pick<Manifest, 'flavor' | 'tensorflow' | 'platform'>) {
  return `tensorflow-${flavor}-${tensorflow}-${platform}`;
}

/** To be raised when an addon of ours changes: `install` then compiles them again, and fetches nothing. */
export const ADDONS = 1;

/** The version of tfjs-node that an installation must be built from to be used. */
export const TFJS_NODE_VERSION = '4.22.0';

const INSTALL = `${COMMAND_NAME} install`;
const ANEW = `${COMMAND_NAME} uninstall, then install`;
/** The state of an engine that is not there. */
export const NOT_SET_UP = `not set up (${INSTALL})`;

/**
 * The installation in this folder. It does not count where someone other than this user and root could have put something
 * into it, or where a file is not what was set up: the addons and tfjs-node's JavaScript by their hashes, TensorFlow's
 * libraries by their sizes (`changedLibrary` hashes them).
 *
 * @returns or, in a few words that continue "native is", why there is none
 */
export function readInstallation(folder: string, name = folder): Installation | string {
  const found = readUnrecorded(folder, name);
  if (typeof found === 'string') return found;
  const { hashes, addons } = found.manifest;
  if (hashes === undefined) return `set up by an earlier version, without a record of its files (${INSTALL} adds it)`;
  const changed = changedFile(folder, hashes, MANIFEST_FILE);
  if (changed !== undefined) return `not loaded, because ${join(folder, changed[0])} ${changed[1]} (${ANEW})`;
  if (addons !== ADDONS) return `set up by an earlier version, with other addons (${INSTALL} brings it up to date)`;
  return found;
}

/** The same of an installation whose files need not have been recorded. */
export function readUnrecorded(folder: string, name = folder): Installation | string {
  const untrusted = untrustedPlace(folder);
  if (untrusted !== undefined) return untrusted;
  const manifest = readManifest(folder);
  if (manifest === undefined) return NOT_SET_UP;
  const { platform, tfjsNode } = manifest;
  if (platform !== PLATFORM || tfjsNode !== TFJS_NODE_VERSION) {
    return `set up for tfjs-node ${tfjsNode} on ${platform}, not ${TFJS_NODE_VERSION} on ${PLATFORM} (${INSTALL})`;
  }
  for (const [file, size] of Object.entries(manifest.files)) {
    const found = statSync(join(folder, file), { throwIfNoEntry: false })?.size;
    if (found === size) continue;
    const what = found === undefined ? 'is missing' : `has ${found} bytes instead of ${size}`;
    return `damaged: ${join(folder, file)} ${what} (${INSTALL})`;
  }
  return { name, folder, manifest };
}

/** Why nothing is loaded from this folder, if it is there. */
function untrustedPlace(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const way = untrustedWay(folder);
  if (way !== undefined) return `not loaded, because ${way.path} ${way.reason} (${wayOut(way)})`;
  const inside = untrustedInside(folder);
  return inside && `not loaded, because ${inside.path} ${inside.reason} (${ANEW})`;
}

/** What to do about a place on the way to an engine, which setting it up again would not change. */
export function wayOut({ path, reason }: UntrustedPlace): string {
  const elsewhere = `set PIX2PIX_CACHE to a folder that only you can write to, then ${INSTALL}`;
  return reason.startsWith('can be written') ? `chmod go-w ${path}, then ${ANEW}` : elsewhere;
}

/** `undefined` where there is none, or not a complete one. */
function readManifest(folder: string): Manifest | undefined {
  try {
    const manifest: Manifest | null = JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8'));
    return typeof manifest?.files === 'object' && manifest.files !== null ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** All complete installations of a cache. */
export function listInstallations(cache = nativeFolder()): Installation[] {
  return names(cache)
    .map((name) => readInstallation(join(cache, name), name))
    .filter((found) => typeof found !== 'string');
}

/**
 * The installation that is used: the folder that BACKEND_NATIVE names, or the one installed last.
 *
 * @returns or, in a few words that continue "native is", why there is none
 */
export function currentInstallation(cache = nativeFolder(), environment = process.env): Installation | string {
  const other = otherPlatform();
  if (other !== undefined) return `not available on ${other}, only on Linux x64 with glibc`;
  const named = environment.BACKEND_NATIVE;
  if (named) {
    const found = readInstallation(named);
    return found === NOT_SET_UP ? `not in ${named}, the folder that BACKEND_NATIVE names` : found;
  }
  let name: string;
  try {
    name = readFileSync(join(cache, CURRENT_FILE), 'utf8').trim();
  } catch {
    return NOT_SET_UP;
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
