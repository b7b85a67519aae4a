import { openRegularFile } from '@pix2pix-ts/data/node';

/** In bytes: more than any configuration or record takes, and no burden where somebody put something else there. */
export const MOST_BYTES = 2 ** 24;

/**
 * The text of a file that is read at once, such as a configuration.
 *
 * @throws as `openRegularFile`; an error with the code E2BIG where it is larger than anything of that kind
 */
export async function readSmallFile(path: string): Promise<string> {
  const file = await openRegularFile(path);
  try {
    const { size } = await file.stat();
    if (size > MOST_BYTES) throw tooLarge(path);
    return String(await file.readFile());
  } finally {
    await file.close();
  }
}

/** The error for what is larger than anything of its kind. */
export function tooLarge(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`E2BIG: expected at most ${MOST_BYTES} bytes`), { code: 'E2BIG', path });
}
