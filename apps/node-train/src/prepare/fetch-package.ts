import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { npmPack, type PinnedPackage } from '@pix2pix-ts/backend-native/npm-pack';
import { cacheFolder, FileError, hashFile, isProcess, makeFolder } from '@pix2pix-ts/common/node';

/** Where packages are kept. */
export type FetchOptions = {
  /** @default PIX2PIX_CACHE, or the system's folder for caches */
  cacheDir?: string | undefined;
  /** Told in one line when nothing comes from the network. */
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
};

/**
 * The path of a package's tarball, fetched with npm unless it is in the cache. Its hash is checked every time; a file in
 * the cache that has another one is fetched again.
 *
 * @throws Error of one line where it cannot be fetched, or what comes is not the pinned file; FileError where the cache
 *   cannot be written; the signal's reason when it is aborted
 */
export async function fetchPackage(pinned: PinnedPackage, options: FetchOptions = {}): Promise<string> {
  const { cacheDir = cacheFolder(), onNote, signal } = options;
  const path = join(cacheDir, `${pinned.name.replace('@', '').replace('/', '-')}-${pinned.version}.tgz`);
  if ((await integrityOf(path)) !== pinned.integrity) await download(pinned, cacheDir, path, { tell: onNote, signal });
  return path;
}

async function download(
  pinned: PinnedPackage,
  cacheDir: string,
  path: string,
  options: Parameters<typeof npmPack>[2],
): Promise<void> {
  const folder = await newFolder(cacheDir);
  try {
    await rename(await npmPack(pinned, folder, options), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A folder of its own inside the cache, so that the finished file only has to be renamed. */
async function newFolder(cacheDir: string): Promise<string> {
  try {
    await makeFolder(cacheDir);
    await removeLeftovers(cacheDir);
    return await mkdtemp(join(cacheDir, `.fetch-${MACHINE}-${process.pid}-`));
  } catch (error) {
    throw new FileError('write', cacheDir, error, '; PIX2PIX_CACHE can name another folder');
  }
}

/** Machines may share a home folder, and each numbers its own processes. */
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const FETCH_FOLDER = /^\.fetch-(?:([0-9a-f]{8})-(\d+)-)?[^-]*$/;
/** No fetch takes this long: what is older is left over, whichever machine began it. */
const LEFT_MS = 24 * 3_600_000;

/** Removes the folders of fetches that were killed. */
async function removeLeftovers(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    const path = join(cacheDir, name);
    if (!(await isLeftover(path, FETCH_FOLDER.exec(name)))) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined); // another user's, who will remove it
  }
}

async function isLeftover(path: string, parts: RegExpExecArray | null): Promise<boolean> {
  if (parts === null) return false;
  const [, machine, pid] = parts;
  if (machine === MACHINE && !isProcess(Number(pid))) return true;
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > LEFT_MS;
}

/** The hash of a file as npm writes it; undefined where there is no file. */
async function integrityOf(path: string): Promise<string | undefined> {
  try {
    const hash = await hashFile(path, 'sha512', 'base64');
    return hash && `sha512-${hash}`;
  } catch (error) {
    throw new FileError('read', path, error);
  }
}
