import { access, rename } from 'node:fs/promises';
import { FileError } from '@pix2pix-ts/common/node';

/** Gives a folder the first free name of FOLDER-1, FOLDER-2, ..., and returns it; undefined where there is none to move. */
export async function moveAside(folder: string): Promise<string | undefined> {
  if (!(await exists(folder))) return undefined;
  let number = 1;
  while (await exists(`${folder}-${number}`)) number++;
  const free = `${folder}-${number}`;
  await rename(folder, free).catch((error) => {
    throw new FileError('write', folder, error);
  });
  return free;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
