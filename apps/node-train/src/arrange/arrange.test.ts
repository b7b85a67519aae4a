import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { openPairs } from '@pix2pix-ts/data/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeNoise } from '../train/testing/pairs-folder.ts';
import { runCombine } from './run-combine.ts';
import { runSplit } from './run-split.ts';

const folder = sharedFolder();
const quiet = { backend: 'auto', json: false, verbose: false } as const;
const place = (...parts: string[]) => join(folder.path, ...parts);
const run = (...args: string[]) => runPix2pix(args, { cwd: folder.path });
/** The files below a folder, sorted. */
const below = (path: string) =>
  readdirSync(place(path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(place(path).length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

beforeAll(async () => {
  for (const [path, width] of [
    ['halves/a/train/1.png', 6],
    ['halves/b/train/1.webp', 6],
    ['halves/a/val/2.png', 6],
    ['halves/b/val/2.png', 8],
    ...Array.from({ length: 10 }, (_, i) => [`joined/${i}.png`, 8] as const),
  ] as const) {
    mkdirSync(place(path, '..'), { recursive: true });
    await writeNoise(place(path), width, 4);
  }
});

test('combine makes side-by-side pairs, and names those that do not fit', async () => {
  const { exitCode, stdout, stderr } = await run(
    'combine',
    '--a',
    'halves/a',
    '--b',
    'halves/b',
    '--out',
    'ab',
    '--json',
  );
  expect({ exitCode, event: JSON.parse(stdout.split('\n')[0] as string) }).toEqual({
    exitCode: 2,
    event: { type: 'done', pairs: 1, bad: 1, out: 'ab' },
  });
  expect(stderr).toContain('Expected pictures of one size for val/2, got 6x4 and 8x4. Resize one of them.');
  expect(stderr).toContain('Expected 2 pairs that can be used, got 1 bad: val/2. The others are done.');
  expect(below('ab')).toEqual(['train/1.png']);
  const joined = await openPairs(place('ab'), { split: 'train' });
  const { a } = await joined.load(0);
  expect([a.width, a.height]).toEqual([6, 4]);

  const refusal = (a: string, b: string, out: string) =>
    runCombine({ a: place(a), b: place(b), out: place(out) }, quiet).then(
      () => 'none',
      ({ message }: Error) => message.replaceAll(`${folder.path}/`, ''),
    );
  expect(await refusal('halves/a', 'halves/b', 'ab')).toBe(
    'Expected a new or empty folder at ab, got other files. Choose another folder, or remove this one.',
  );
  expect(await refusal('halves/a/train', 'halves/b/val', 'none')).toBe(
    'Expected the same names in halves/a/train and halves/b/val, got only in A: 1.png; only in B: 2.png. Give the two pictures of a pair the same name.',
  );
});

test('split copies pairs into train, val and test by their shares, the same for the same seed', async () => {
  const args = ['split', 'joined', '--train', '0.5', '--test', '0.2'];
  expect(await run(...args, '--out', 'one')).toMatchObject({ exitCode: 0, stdout: 'Wrote 10 pairs into one.\n' });
  const [files, names] = [below('one'), (await openPairs(place('joined'), { split: 'all' })).names];
  const of = (split: string) => files.filter((file) => file.startsWith(`${split}/`)).length;
  expect([of('train'), of('test'), of('val')]).toEqual([5, 2, 3]);
  expect(files.map((file) => file.replace(/^\w+\/|\.png$/g, '')).sort()).toEqual([...names].sort());
  for (const file of files)
    expect(readFileSync(place('one', file)).equals(readFileSync(place('joined', file.replace(/^\w+\//, ''))))).toBe(
      true,
    );
  await run(...args, '--out', 'sorted', '--sort');
  expect(below('sorted')).toEqual(
    names.map((name, i) => `${i < 5 ? 'train' : i < 7 ? 'test' : 'val'}/${name}.png`).sort(),
  );
});

test('split --halves takes side-by-side pairs apart, whose halves combine again', async () => {
  expect((await run('split', 'joined', '--halves', '--train', '1', '--out', 'apart')).exitCode).toBe(0);
  expect(below('apart')).toHaveLength(20);
  const [before, after] = await Promise.all([
    openPairs(place('joined'), { split: 'all' }),
    openPairs(place('apart'), { split: 'train' }),
  ]);
  expect(after.files[3]).toEqual(['train/A/3.png', 'train/B/3.png']);
  expect(await after.load(3)).toEqual(await before.load(3));

  const request = { train: 0.8, test: 0, seed: 1, sort: false, halves: false, out: place('x') };
  const refusal = (data: string, changes: object) =>
    runSplit({ ...request, data: place(data), ...changes }, quiet).then(
      () => 'none',
      ({ message }: Error) => message,
    );
  expect(await refusal('apart', {})).toMatch(
    /^Expected pairs that are not divided yet in \S+, got train\. Add --halves/,
  );
  expect(await refusal('list.jsonl', {})).toMatch(/^Expected a folder of pairs, got the list/);
  expect(await refusal('joined', { test: 0.5 })).toMatch(/^Expected --train and --test of together at most 1/);
});

test('split --halves copies pairs that are apart already', async () => {
  for (const half of ['A', 'B']) {
    mkdirSync(place('two', half), { recursive: true });
    await writeNoise(place('two', half, `1.${half === 'A' ? 'png' : 'webp'}`), 4, 4);
  }
  expect((await run('split', 'two', '--halves', '--train', '1', '--out', 'copy')).exitCode).toBe(0);
  expect(below('copy')).toEqual(['train/A/1.png', 'train/B/1.webp']);
  expect(readFileSync(place('copy/train/B/1.webp')).equals(readFileSync(place('two/B/1.webp')))).toBe(true);
});
