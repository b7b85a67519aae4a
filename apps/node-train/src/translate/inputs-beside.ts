import { basename, dirname, join, parse } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import { DataError } from '@pix2pix-ts/data';
import { listImages } from '@pix2pix-ts/data/node';

/**
 * The folders of first inputs in these, where a model takes several: `DIR/sketch` of `DIR`; else the paths as they are.
 *
 * @throws UsageError where a path is no folder with such a folder
 */
export function pathsOfFirstInputs(paths: readonly string[], inputs: readonly string[]): string[] {
  const [first, ...others] = inputs;
  if (first === undefined || others.length === 0) return [...paths];
  return paths.map((path) => {
    if (basename(path) !== first) return join(path, first);
    throw new UsageError(
      `Expected a folder with ${inputs.join('/, ')}/ in it, got ${path}, which is one of them. Pass ${dirname(path)}.`,
    );
  });
}

/** For a picture that is the first input of a model: it, and those of the same name in the folders of the other inputs beside it. */
export type InputsBeside = (first: string) => Promise<string[]>;

/**
 * Finds the pictures of a model's inputs; each folder is listed once.
 *
 * @returns a function that throws DataError of one line where a picture is missing
 */
export function inputsBeside([, ...others]: readonly string[]): InputsBeside {
  const listed = new Map<string, Promise<ReadonlyMap<string, string>>>();
  const filesIn = (folder: string) => {
    const files = listed.get(folder) ?? listImages(folder).then(byName);
    listed.set(folder, files);
    return files;
  };
  return async (first) => {
    const { name } = parse(first);
    const beside = dirname(dirname(first));
    const found = others.map(async (input) => {
      const folder = join(beside, input);
      const file = (await filesIn(folder)).get(name);
      if (file !== undefined) return file;
      throw new DataError(`Expected an image named ${name} in ${folder} to go with ${first}, got none. Add it.`);
    });
    return [first, ...(await Promise.all(found))];
  };
}

/** The first file of each name. */
function byName(files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(files.toReversed().map((file) => [parse(file).name, file]));
}
