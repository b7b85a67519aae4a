import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { RECORD_FILE, readOrigin, readRecord } from './data-set-record.ts';

const folder = temporaryFolder();
const path = () => join(folder.path, RECORD_FILE);

test.each([
  [
    'our record',
    '{"format":1,"name":"emoji","licence":"CC BY-SA 4.0","pairs":{}}',
    { name: 'emoji', licence: 'CC BY-SA 4.0' },
  ],
  ['a record after a byte-order mark', '\uFEFF{"format":1,"licence":"MIT"}', { licence: 'MIT' }],
  ['a record without a word of its origin', '{"format":1}', {}],
  ['a file with another purpose', '{"licence":5,"images":[]}', {}],
  ['a list', '[1]', {}],
  ['null', 'null', {}],
])('%s is understood', async (_, text, origin) => {
  writeFileSync(path(), text);
  expect(await readOrigin(folder.path)).toEqual(origin);
});

test('a folder without a record, or that is not there, has no origin', async () => {
  expect(await readOrigin(folder.path)).toEqual({});
  expect(await readOrigin(join(folder.path, 'none'))).toEqual({});
});

test.each([
  ['licence', '5', '5'],
  ['licence', 'null', 'null'],
  ['licence', '["MIT"]', '["MIT"]'],
  ['licence', '{"name":{"name":"MIT"}}', '{"name":{"name":"MIT"}}'],
  ['licence', JSON.stringify('x'.repeat(10_001)), `"${'x'.repeat(56)}... (10003 characters)`],
  ['name', 'true', 'true'],
])('a record whose %s is %s is refused before a model carries it', async (field, value, shown) => {
  writeFileSync(path(), `{"format":1,"pairs":{},"${field}":${value}}`);
  await expect(readOrigin(folder.path)).rejects.toMatchObject({
    name: 'DataError',
    message: `Expected ${field} in ${path()} to be text of at most 10,000 characters, got ${shown}. Correct it: it becomes part of the model.`,
  });
  expect(await readRecord(folder.path)).toBe(undefined); // whoever only asks what is there is not troubled
});

test.each(['{"format":1,"licence":NaN}', '{"format":1', ''])(
  'a record that is not JSON is refused in one line: %j',
  async (text) => {
    writeFileSync(path(), text);
    await expect(readOrigin(folder.path)).rejects.toThrow(
      /^Expected JSON in [^\n]+, got other text: [^\n]+ Correct or remove it\.$/,
    );
  },
);

test('a record that is not a file is refused and not waited for', async () => {
  mkdirSync(path());
  await expect(readOrigin(folder.path)).rejects.toMatchObject({ name: 'FileError', code: 'EISDIR' });
  if (process.platform === 'win32') return;
  rmSync(path(), { recursive: true });
  execFileSync('mkfifo', [path()]);
  await expect(readOrigin(folder.path)).rejects.toMatchObject({ name: 'FileError', code: 'EFTYPE' });
  expect(await readRecord(folder.path)).toBe(undefined);
});
