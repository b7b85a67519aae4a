import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { linkNew } from './link-new.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);
beforeEach(() => {
  writeFileSync(at('file'), 'whole');
});

test('a free name is given once, and the file that has it is not replaced', async () => {
  expect(await linkNew(at('file'), at('name'))).toBe('linked');
  writeFileSync(at('second'), 'other');
  expect(await linkNew(at('second'), at('name'))).toBe('taken');
  expect(readFileSync(at('name'), 'utf8')).toBe('whole');
});

test('of several that try at once, one gets the name', async () => {
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => linkNew(at('file'), at('name'))));
  expect(outcomes.sort()).toEqual(['linked', ...Array(7).fill('taken')]);
});

test('a name on another file system cannot be given', async () => {
  if (process.platform !== 'linux') return; // where two file systems are known to be there
  expect(await linkNew(at('file'), '/dev/shm/pix2pix-link-new')).toBe('unable');
});

test('for a folder that is not there the error is that of the system', async () => {
  await expect(linkNew(at('file'), at('none/name'))).rejects.toMatchObject({ code: 'ENOENT' });
});
