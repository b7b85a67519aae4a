import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { writeZip } from '../testing/write-zip.ts';
import { extractEntry, readZip, type ZipEntry } from './zip.ts';

const folder = temporaryFolder();
const large = Buffer.alloc(3_000_000, 'The quick brown fox. ');
const files = [
  { name: 'a/first.so', data: large, executable: true },
  { name: 'b.txt', data: Buffer.from('stored'), deflate: false },
  { name: 'empty', data: Buffer.alloc(0) },
];

function written(): string {
  const path = join(folder.path, 'x.zip');
  writeZip(path, files);
  return path;
}

test('every file of an archive comes out as it went in, packed or not', async () => {
  const path = written();
  const entries = await readZip(path);
  expect([...entries.keys()]).toEqual(files.map(({ name }) => name));
  for (const { name, data, executable = false } of files) {
    const target = join(folder.path, 'out', name);
    await extractEntry(path, entries.get(name) as ZipEntry, target);
    expect(readFileSync(target).equals(data)).toBe(true);
    expect((statSync(target).mode & 0o100) !== 0).toBe(executable);
  }
});

test.each([10, 100, 5_000])('an archive cut off after %i bytes is refused in one line', async (length) => {
  const path = written();
  truncateSync(path, length);
  await expect(readZip(path)).rejects.toThrow(
    /^Expected .*x\.zip to be a whole wheel, got one that is damaged: .*again\.$/,
  );
});

test('a damaged file is refused by its name', async () => {
  const path = written();
  const bytes = readFileSync(path);
  bytes.fill(0xff, 60, 400);
  writeFileSync(path, bytes);
  const entry = (await readZip(path)).get('a/first.so') as ZipEntry;
  await expect(extractEntry(path, entry, join(folder.path, 'out'))).rejects.toThrow('a/first.so is damaged');
});

test('a file that unpacks to more than the archive says is not unpacked to its end', async () => {
  const path = written();
  const entry = (await readZip(path)).get('a/first.so') as ZipEntry;
  const target = join(folder.path, 'out', 'bomb');
  await expect(extractEntry(path, { ...entry, size: 1000 }, target)).rejects.toThrow('is longer than it says');
  expect(statSync(target, { throwIfNoEntry: false })?.size ?? 0).toBeLessThan(large.length);
});
