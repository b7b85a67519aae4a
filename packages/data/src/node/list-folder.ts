import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { compareNames } from '../compare-names.ts';
import { DataError } from '../data-error.ts';

import type { OnNote } from './dark-samples.ts';
import { fileName, filePath } from './file-name.ts';

import { isCompanionName, isImageName } from './image-formats.ts';
import { someOf } from './some-of.ts';

/** What a folder holds, hidden files and folders left out. */
export type Listing = {
  /** Names of images, naturally sorted; also of links to nothing, which reading them will show. */
  readonly images: readonly string[];
  readonly folders: ReadonlySet<string>;
  /** Names of other files, to name them where images were expected. */
  readonly otherFiles: readonly string[];
  /** Names of links to nothing that are not named like images, and of what is neither file nor folder. */
  readonly noFiles: readonly string[];
};

/** @throws DataError where there is no folder of this name, or it cannot be read */
export async function listFolder(folder: string): Promise<Listing> {
  const entries = (await readFolder(folder)).filter(({ name }) => !name.startsWith('.'));
  const [images, folders, otherFiles, noFiles]: [string[], string[], string[], string[]] = [[], [], [], []];
  for (const entry of entries) {
    const kind = entry.isSymbolicLink() ? await stat(filePath(join(folder, entry.name))).catch(() => undefined) : entry;
    if (kind?.isDirectory()) folders.push(entry.name);
    else if (isImageName(entry.name) && (kind === undefined || kind.isFile())) images.push(entry.name);
    else if (kind?.isFile()) otherFiles.push(entry.name);
    else noFiles.push(entry.name);
  }
  for (const names of [images, folders, otherFiles, noFiles]) names.sort(compareNames);
  return { images, folders: new Set(folders), otherFiles, noFiles };
}

/**
 * The paths of the images in a folder, naturally sorted, without those in folders inside it.
 *
 * @param onNote gets a line on what the folder holds besides them
 * @throws DataError where there is no such folder, or it holds no image
 */
export async function listImages(folder: string, onNote?: OnNote): Promise<string[]> {
  const listing = await listFolder(folder);
  if (listing.images.length === 0) throw noImages(folder, listing);
  for (const line of passedOver(folder, listing)) onNote?.(line, 'folder');
  return listing.images.map((name) => join(folder, name));
}

/**
 * A line on what is skipped in a folder: files that may be pictures, folders, links to nothing; no line where there
 * is nothing but texts.
 */
export function passedOver(folder: string, listing: Listing, usedFolders: readonly string[] = []): string[] {
  const files = listing.otherFiles.filter((name) => !isCompanionName(name));
  const folders = [...listing.folders].filter((name) => !usedFolders.includes(name)).map((name) => `${name}/`);
  const kinds = [
    ...counted(files, 'file of an unsupported format', 'files of unsupported formats'),
    ...counted(folders, 'folder', 'folders'),
    ...counted(listing.noFiles, 'broken link or special file', 'broken links or special files'),
  ];
  return kinds.length === 0 ? [] : [`Skipped in ${folder}: ${kinds.join('; ')}.`];
}

function counted(names: readonly string[], one: string, many: string): string[] {
  return names.length === 0 ? [] : [`${names.length} ${names.length === 1 ? one : many} (${someOf(names)})`];
}

/** The error for a folder without images. */
export function noImages(folder: string, listing: Listing): DataError {
  const extensions = new Set(listing.otherFiles.map((name) => extname(name).toLowerCase()).filter(Boolean));
  const others = [
    ...[...extensions].sort().map((extension) => `${extension} files`),
    ...[...listing.folders].map((name) => `${name}/`),
    ...listing.noFiles.map((name) => `${name}, a broken link or special file`),
  ];
  const found = others.length === 0 ? 'an empty folder' : `only ${someOf(others)}`;
  return new DataError(
    `Expected images (PNG, JPEG, WebP, TIFF, AVIF or GIF) in ${folder}, got ${found}. ${wayOut(listing)}`,
  );
}

/** Names that others give to the folders of a data set, and the names they have here. */
const RENAMES: readonly (readonly [RegExp, string])[] = [
  [/^(training|train[-_]?set|train[-_]?(data|images?))$/i, 'train/'],
  [/^(valid|validation|dev|val[-_]?(set|data|images?))$/i, 'val/'],
  [/^(testing|eval|evaluation|test[-_]?(set|data|images?))$/i, 'test/'],
  [/^(inputs?|sources?|src|x|edges?|sketch(es)?|domain[-_]?a|left)$/i, 'A/'],
  [/^(targets?|outputs?|dst|y|gt|ground[-_]?truth|domain[-_]?b|right)$/i, 'B/'],
];

function wayOut({ folders }: Listing): string {
  const renames = [...folders].flatMap((name) => {
    const known = RENAMES.find(([pattern]) => pattern.test(name));
    return known ? `${name}/ to ${known[1]}` : [];
  });
  if (renames.length > 0) return `Rename ${renames.join(', ')}.`;
  const [only, ...more] = folders;
  if (only !== undefined && more.length === 0) return `Put the images there, or use the folder ${only}/ in it.`;
  if (folders.size === 2) return `Put the images there, or rename the folders of a pair's pictures to A/ and B/.`;
  return 'Put the images there.';
}

/** What a folder lists, with names that are strings whatever their bytes. */
type Entry = { name: string; isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean };

async function readFolder(folder: string): Promise<Entry[]> {
  try {
    const entries = await readdir(filePath(folder), { withFileTypes: true, encoding: 'buffer' });
    return entries.map((entry) => Object.assign(entry, { name: fileName(entry.name) }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = { ENOENT: 'nothing there', ENOTDIR: 'a file', EACCES: 'a folder without read permission' }[
      code ?? ''
    ];
    throw new DataError(`Expected a folder at ${folder}, got ${found ?? code}. Check the path.`, { cause: error });
  }
}
