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

/**
 * A picture, and those of the same name in the folders of a model's other inputs beside it.
 *
 * @throws DataError of one line where one is missing
 */
export async function filesOfInputs(first: string, inputs: readonly string[]): Promise<string[]> {
  const [, ...others] = inputs;
  const { name } = parse(first);
  const beside = dirname(dirname(first));
  const found = others.map(async (input) => {
    const folder = join(beside, input);
    const file = (await listImages(folder)).find((path) => parse(path).name === name);
    if (file !== undefined) return file;
    throw new DataError(`Expected an image named ${name} in ${folder} to go with ${first}, got none. Add it.`);
  });
  return [first, ...(await Promise.all(found))];
}
