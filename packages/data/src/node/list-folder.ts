import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { compareNames } from '../compare-names.ts';
import { DataError } from '../data-error.ts';
import { fileName, filePath } from './file-name.ts';
import { isImageName } from './image-formats.ts';

/** What a folder holds, hidden files and folders left out. */
export type Listing = {
  /** Names of images, naturally sorted. */
  readonly images: readonly string[];
  readonly folders: ReadonlySet<string>;
  /** The extensions of other files, to name them where images were expected. */
  readonly otherExtensions: readonly string[];
};

/** @throws DataError where there is no folder of this name, or it cannot be read */
export async function listFolder(folder: string): Promise<Listing> {
  const entries = (await readFolder(folder)).filter(({ name }) => !name.startsWith('.'));
  const [files, folders]: [string[], string[]] = [[], []];
  for (const entry of entries) {
    const kind = entry.isSymbolicLink() ? await stat(filePath(join(folder, entry.name))).catch(() => undefined) : entry;
    if (kind?.isDirectory()) folders.push(entry.name);
    else if (kind?.isFile()) files.push(entry.name);
  }
  const others = files.filter((name) => !isImageName(name)).map((name) => extname(name).toLowerCase());
  return {
    images: files.filter(isImageName).sort(compareNames),
    folders: new Set(folders),
    otherExtensions: [...new Set(others)].filter((extension) => extension !== '').sort(),
  };
}

/**
 * The paths of the images in a folder, naturally sorted, without those in folders inside it.
 *
 * @throws DataError where there is no such folder, or it holds no image
 */
export async function listImages(folder: string): Promise<string[]> {
  const listing = await listFolder(folder);
  if (listing.images.length === 0) throw noImages(folder, listing);
  return listing.images.map((name) => join(folder, name));
}

/** The error for a folder without images. */
export function noImages(folder: string, { folders, otherExtensions }: Listing): DataError {
  const others = [
    ...otherExtensions.map((extension) => `${extension} files`),
    ...[...folders].map((name) => `${name}/`),
  ];
  const found = others.length === 0 ? 'an empty folder' : `none beside ${others.slice(0, 5).join(', ')}`;
  return new DataError(
    `Expected images (PNG, JPEG, WebP, TIFF, AVIF or GIF) in ${folder}, got ${found}. Put the images there.`,
  );
}

/** What a folder lists, with names that are strings whatever their bytes. */
type Entry = { name: string; isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean };

async function readFolder(folder: string): Promise<Entry[]> {
  try {
    const entries = await readdir(filePath(folder), { withFileTypes: true, encoding: 'buffer' });
    return entries.map((entry) => Object.assign(entry, { name: fileName(entry.name) }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = { ENOENT: 'nothing there', ENOTDIR: 'a file', EACCES: 'a folder that may not be read' }[code ?? ''];
    throw new DataError(`Expected a folder at ${folder}, got ${found ?? code}. Check the path.`, { cause: error });
  }
}
