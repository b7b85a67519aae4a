import { link } from 'node:fs/promises';
import { systemCode } from '@pix2pix-ts/common/node';

/** Codes of a file system that gives a file no second name. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK']);

/**
 * Gives a complete file a second name if that is free: of several processes that try at once, also on several machines, one
 * gets it. 'unable' where the file system has no second names, as on a memory card.
 *
 * @throws the system's error
 */
export async function linkNew(file: string, name: string): Promise<'linked' | 'taken' | 'unable'> {
  try {
    await link(file, name);
    return 'linked';
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (code === 'EEXIST') return 'taken';
    if (NO_LINKS.has(code)) return 'unable';
    throw error;
  }
}
