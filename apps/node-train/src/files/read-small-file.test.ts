import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { configure } from '../train/configure.ts';
import { readSmallFile } from './read-small-file.ts';

const folder = sharedFolder();
let path = '';
beforeAll(() => {
  path = join(folder.path, 'config.json');
});

test('a file of up to 16 MiB is read, and of a larger one nothing', async () => {
  writeFileSync(path, '{"steps":3}');
  expect(await readSmallFile(path)).toBe('{"steps":3}');
  truncateSync(path, 2 ** 24);
  expect((await readSmallFile(path)).length).toBe(2 ** 24);
  truncateSync(path, 2 ** 40); // a hole, which takes no place on the disk
  await expect(readSmallFile(path)).rejects.toMatchObject({ code: 'E2BIG' });
  await expect(configure({ data: 'data', config: path })).rejects.toThrow(
    `Could not read ${path}: it is too large for a file of its kind. Use another one (E2BIG).`,
  );
});

test.each([
  ['is too deep', '['.repeat(1e6), 'it is nested more than 100 levels deep'],
  [
    'has a value that is too deep',
    `{"steps":${'['.repeat(5e5)}${']'.repeat(5e5)}}`,
    'it is nested more than 100 levels deep',
  ],
])('a configuration that %s is refused in one line', async (_, text, because) => {
  writeFileSync(path, text);
  const line = `Expected JSON in ${path}, got other text: ${because}. Correct it.`;
  await expect(configure({ data: 'data', config: path })).rejects.toThrow(line);
});
