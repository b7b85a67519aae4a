import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { writeZip } from '../testing/write-zip.ts';
import { extractEntry, readZip, type ZipEntry } from './zip.ts';

const folder = temporaryFolder();
const large = Buffer.alloc(3_000_000, 'The quick brown fox. ');
const files = [
  { name: 'a/first.so', data: large, executable: true },
  { name: 'b.txt', data: Buffer.from('stored'), deflate: false },
  { name: 'empty', data: Buffer.alloc(0) },
  { name: 'empty and stored', data: Buffer.alloc(0), deflate: false },
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
    /^Expected .*x\.zip to be a complete wheel, got a damaged one: .*again\.$/,
  );
});

/** Where the last record begins, and its fields of the directory's length and place (APPNOTE, section 4.3.16). */
const endOf = (bytes: Buffer) => bytes.length - 22;
const [LENGTH, PLACE] = [12, 16];

test.each([0, 1, 4, 12, 21])('an archive whose last record has %i of its 22 bytes is refused', async (length) => {
  const path = written();
  truncateSync(path, endOf(readFileSync(path)) + length);
  await expect(readZip(path)).rejects.toThrow('got a damaged one: its end is missing. Fetch it again.');
});

test('a directory that starts after the end, or is longer than any, is refused before it is read', async () => {
  const path = written();
  const change = (field: number, value: number) => {
    const bytes = readFileSync(path);
    bytes.writeUInt32LE(value, endOf(bytes) + field);
    writeFileSync(path, bytes);
  };
  change(LENGTH, 0xffffffff);
  await expect(readZip(path)).rejects.toThrow('its directory starts after its end');
  const end = readFileSync(written()).subarray(-22);
  end.writeUInt32LE(64 * 2 ** 20 + 1, LENGTH);
  end.writeUInt32LE(0, PLACE);
  truncateSync(path, 2 ** 32); // a hole, which takes no place on the disk
  appendFileSync(path, end);
  await expect(readZip(path)).rejects.toThrow('its directory is too long');
});

test('a file that is not where the directory says is refused by its name', async () => {
  const path = written();
  const entry = (await readZip(path)).get('b.txt') as ZipEntry;
  for (const headerAt of [1, statSync(path).size - 3, 2 ** 32 - 1])
    await expect(extractEntry(path, { ...entry, headerAt }, join(folder.path, 'out'))).rejects.toThrow(
      'b.txt is not where it should be',
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
  await expect(extractEntry(path, { ...entry, size: 1000 }, target)).rejects.toThrow('is longer than its entry says');
  expect(statSync(target, { throwIfNoEntry: false })?.size ?? 0).toBeLessThan(large.length);
});
