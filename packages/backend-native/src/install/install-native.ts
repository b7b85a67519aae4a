import { statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from '@pix2pix-ts/common/node';
import {
  ADDON_FILE,
  ADDONS,
  CURRENT_FILE,
  FUNCTIONS_FILE,
  HOLDER_FILE,
  type Installation,
  installationName,
  MANIFEST_FILE,
  type Manifest,
  readInstallation,
  readUnrecorded,
  TFJS_NODE_FOLDER,
  wayOut,
} from '../cache/installation.ts';
import { otherPlatform, PLATFORM } from '../cache/platform.ts';
import { changedFile, changedLibrary, filesInside, hashAll } from '../cache/record.ts';
import { untrustedWay } from '../cache/untrusted-place.ts';
import type { PipOptions } from '../network/pip.ts';
import { type ChosenWheel, givenWheel, pinnedWheel } from './choose-wheel.ts';
import { compileAddon, findCompiler } from './compile-addon.ts';
import { fetchWheel } from './fetch-wheel.ts';
import { compileFunctionsAddon } from './functions-addon.ts';
import { linkLibraries } from './gpu-layout.ts';
import { InstallError } from './install-error.ts';
import { removeLockLeftovers, withLock } from './lock.ts';
import { NVIDIA_WHEELS, TFJS_NODE_PACKAGE } from './pins.ts';
import { requireNvidia } from './required-nvidia.ts';
import { compileStderrHolder } from './stderr-holder.ts';
import { bindingSource, unpackTfjsNode } from './tfjs-node-files.ts';
import { readMetadata, unpackNvidia, unpackTensorflow } from './unpack-wheel.ts';

/** What is to be installed. */
export type InstallOptions = {
  gpu?: boolean | undefined;
  tensorflow?: string | undefined;
  /** A wheel that the user has already. */
  wheel?: string | undefined;
  /** Told what pip writes, as it comes. */
  show?: ((text: string) => void) | undefined;
  /** Told what is being done, one line each. */
  tell?: ((line: string) => void) | undefined;
  /** Ends it, and the programs that it runs. */
  signal?: AbortSignal | undefined;
};

/** Runs a training step on the engine in this folder, in a process of its own, and returns what it found. */
export type Check = (folder: string) => Promise<Manifest['found']>;

/** Bytes that an installation and its download take. */
const NEEDED = { cpu: 1.3e9, gpu: 10e9 };

/**
 * Sets the native engine up in the cache, or, where a complete one is there already, only makes it the current one. Whatever
 * happens on the way, the cache holds complete installations or none: everything is made in a folder next to it and renamed
 * into place, and the next attempt removes what is left of the last one.
 *
 * @throws InstallError of one line
 */
export async function installNative(cache: string, check: Check, options: InstallOptions = {}): Promise<Installation> {
  const { gpu = false, tell = () => {}, signal } = options;
  requirePlatform();
  const flavor = gpu ? 'gpu' : 'cpu';
  const wheel = options.wheel ? await givenWheel(options.wheel) : pinnedWheel(flavor, options.tensorflow);
  const name = installationName({ flavor, tensorflow: wheel.version, platform: PLATFORM });
  const onWait = (pid: number) => tell(`Another process (${pid}) is filling the cache: waiting for it.`);
  return withLock(
    cache,
    async () => {
      requireTrusted(cache);
      const there = await wholeInstallation(cache, name, check);
      const isWanted = there?.manifest.sha256 === wheel.sha256;
      const installation = isWanted ? there : await build(cache, name, flavor, wheel, check, options);
      await writeAtomically(join(cache, CURRENT_FILE), `${name}\n`);
      return installation;
    },
    { onWait, signal },
  );
}

/** The installation that is there, if every byte of it is what was set up; one of an earlier version is brought up to date. */
async function wholeInstallation(cache: string, name: string, check: Check): Promise<Installation | undefined> {
  const folder = join(cache, name);
  const there = readUnrecorded(folder, name);
  if (typeof there === 'string') return undefined;
  const { hashes, addons } = there.manifest;
  if (hashes !== undefined) {
    if (changedFile(folder, hashes, MANIFEST_FILE) !== undefined) return undefined;
    if ((await changedLibrary(folder, hashes)) !== undefined) return undefined;
  }
  if (hashes === undefined || addons !== ADDONS) await bringUpToDate(cache, there, check);
  const current = readInstallation(folder, name);
  return typeof current === 'string' ? undefined : current;
}

/**
 * Compiles our addons again and records the files. Where nothing was recorded, nobody but its owner could have changed
 * anything, so that what is there is what was set up.
 */
async function bringUpToDate(cache: string, { folder, name, manifest }: Installation, check: Check): Promise<void> {
  const compiler = await findCompiler();
  const libraries = Object.keys(manifest.files).filter((file) => TENSORFLOW_LIBRARY.test(file));
  // Next to it, because a file that an interrupted attempt left inside would be taken for somebody else's.
  const beside = join(cache, `.partial-${name}`);
  await removeLeftovers(cache);
  try {
    await mkdir(join(beside, dirname(FUNCTIONS_FILE)), { recursive: true });
    await compileOwnAddons(
      compiler,
      beside,
      libraries.map((file) => join(folder, file)),
    );
    for (const file of OWN_ADDONS) await rename(join(beside, file), join(folder, file));
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  const files = { ...manifest.files, ...sizesOf(folder, OWN_ADDONS) };
  const { hashes: known } = manifest;
  const hashed = await hashAll(folder, known ? OWN_ADDONS : filesInside(folder, MANIFEST_FILE));
  await writeManifest(folder, { ...manifest, files, hashes: { ...known, ...hashed }, addons: ADDONS });
  await check(folder);
}

const OWN_ADDONS = [FUNCTIONS_FILE, HOLDER_FILE];
const TENSORFLOW_LIBRARY = /^tensorflow\/libtensorflow_/;

async function compileOwnAddons(compiler: string, folder: string, libraries: readonly string[]): Promise<void> {
  await compileFunctionsAddon(compiler, join(folder, FUNCTIONS_FILE), libraries);
  await compileStderrHolder(compiler, join(folder, HOLDER_FILE));
}

const sizesOf = (folder: string, files: readonly string[]) =>
  Object.fromEntries(files.map((file) => [file, statSync(join(folder, file)).size]));

function requireTrusted(cache: string): void {
  const place = untrustedWay(cache);
  if (place === undefined) return;
  throw new InstallError(
    `Expected a cache that only you can write to, got ${cache}: ${place.path} ${place.reason}. To fix this: ${wayOut(place)}.`,
  );
}

const writeManifest = (folder: string, manifest: Manifest) =>
  writeAtomically(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);

async function build(
  cache: string,
  name: string,
  flavor: 'cpu' | 'gpu',
  wheel: ChosenWheel,
  check: Check,
  options: InstallOptions,
): Promise<Installation> {
  const compiler = await findCompiler();
  await removeLeftovers(cache);
  await requireSpace(cache, NEEDED[flavor]);
  const [downloads, folder] = [join(cache, 'downloads'), join(cache, `.partial-${name}`)];
  await mkdir(folder, { recursive: true });
  try {
    await fill(folder, downloads, flavor, wheel, compiler, check, options);
    await rm(join(cache, name), { recursive: true, force: true });
    await rename(folder, join(cache, name));
  } finally {
    await rm(folder, { recursive: true, force: true }); // where it failed
    await rmdir(downloads).catch(() => {}); // complete wheels stay for the next attempt
  }
  await rm(downloads, { recursive: true, force: true });
  const built = readInstallation(join(cache, name), name);
  if (typeof built !== 'string') return built;
  throw new InstallError(`Expected a working engine, got one that is ${built}.`);
}

/** Makes an engine in this folder, which is not its place yet, and checks it. */
async function fill(
  folder: string,
  downloads: string,
  flavor: 'cpu' | 'gpu',
  wheel: ChosenWheel,
  compiler: string,
  check: Check,
  { tell = () => {}, show, signal }: InstallOptions,
): Promise<void> {
  const fetching = { tell, show, signal };
  if (!wheel.path) tell(`Fetching ${wheel.file} (about ${flavor === 'gpu' ? 570 : 270} MB) ...`);
  if (!wheel.known) tell(`${wheel.file} is not a wheel that this package knows: only its own checksums are verified.`);
  const path = wheel.path ?? (await fetchWheel(wheel, downloads, fetching));
  if (flavor === 'gpu') requireNvidia(wheel.file, await readMetadata(path, folder), NVIDIA_WHEELS);
  const libraries = await unpackTensorflow(path, folder);
  const others = flavor === 'gpu' ? await addNvidia(folder, downloads, fetching, tell) : [];
  signal?.throwIfAborted();
  tell('Building the addon ...');
  await unpackTfjsNode(join(folder, TFJS_NODE_FOLDER), join(folder, 'temporary'), { tell, signal });
  const sources = {
    source: bindingSource(join(folder, TFJS_NODE_FOLDER)),
    headers: join(folder, 'tensorflow/include'),
    libraries: libraries.map((file) => join(folder, file)),
  };
  await compileAddon(compiler, sources, join(folder, ADDON_FILE), signal);
  await compileOwnAddons(compiler, folder, sources.libraries);
  for (const done of ['temporary', 'tensorflow/include']) await rm(join(folder, done), { recursive: true });

  const files = sizesOf(folder, [...libraries, ...others, ADDON_FILE, ...OWN_ADDONS]);
  const described = { flavor, tensorflow: wheel.version, tfjsNode: TFJS_NODE_PACKAGE.version, platform: PLATFORM };
  const hashes = await hashAll(folder, filesInside(folder, MANIFEST_FILE));
  const manifest = { ...described, wheel: wheel.file, sha256: wheel.sha256, files, hashes, addons: ADDONS };
  const write = (found: Manifest['found']) => writeManifest(folder, { ...manifest, found });
  signal?.throwIfAborted();
  tell('Checking it with a training step ...');
  await write({ processor: '', device: '' });
  await write(await check(folder));
  signal?.throwIfAborted();
}

async function addNvidia(folder: string, downloads: string, fetching: PipOptions, tell: (line: string) => void) {
  const files: string[] = [];
  for (const wheel of NVIDIA_WHEELS) {
    tell(`Fetching ${wheel.file} ...`);
    const path = await fetchWheel(wheel, downloads, fetching);
    files.push(...(await unpackNvidia(path, folder)));
    await rm(path);
  }
  await linkLibraries(folder);
  return files;
}

/** Only the lock's holder comes here, so nobody is at work in them. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (name.startsWith('.partial-')) await rm(join(cache, name), { recursive: true, force: true });
  }
  await removeLockLeftovers(cache);
}

function requirePlatform(): void {
  const other = otherPlatform();
  if (other === undefined) return;
  throw new InstallError(
    `Expected Linux x64 with glibc, which TensorFlow is built for, got ${other}. Use @pix2pix-ts/backend-wasm.`,
  );
}

async function requireSpace(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= needed) return;
  const [want, have] = [needed, bavail * bsize].map((bytes) => (bytes / 1e9).toFixed(1));
  throw new InstallError(
    `Expected ${want} GB of free space in ${folder}, got ${have} GB. Free some space, or set PIX2PIX_CACHE to another folder.`,
  );
}
