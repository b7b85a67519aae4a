import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FILE_SYSTEM } from '@pix2pix-ts/common/node';
import { createMeanMetrics } from '@pix2pix-ts/metrics';
import { interruptedFiles } from '@pix2pix-ts/testing/interrupted-files';
import { type ManifestEntry, type ManifestHeader, manifestLine } from './manifest.ts';
import { latestEntries, openAppender, openInOrder, openManifest } from './manifest-file.ts';
import { mergeManifests } from './merge-manifests.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pix2pix-manifest-'));
  path = join(folder, '1-of-1.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

function headerOf(shard = 1, shards = 1, images = 9): ManifestHeader {
  const names = { list: 'l', listHash: 'abc', model: 'm', modelHash: 'def' } as const;
  return { type: 'shard', version: 1, shard, shards, ...names, dropout: null, images };
}

const done = (line: number, out = `${line}.png`): ManifestEntry => ({ line, out });
const textOf = (entries: readonly ManifestEntry[]) => entries.map(manifestLine).join('');
const write = (entries: readonly ManifestEntry[], more = '') =>
  writeFile(path, manifestLine(headerOf()) + textOf(entries) + more);

async function entriesIn(): Promise<ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  for await (const entry of latestEntries(await openManifest(path))) entries.push(entry);
  return entries;
}

describe('a manifest', () => {
  test('that several runs wrote gives the latest entry of each line, in order', async () => {
    const bad = { line: 3, error: 'no' };
    await write([done(1), bad, done(5), done(3, 'b.png'), done(6), done(1, 'c.png'), done(3, 'd.png')]);
    const expected = [done(1, 'c.png'), done(3, 'd.png'), done(5), done(6)];
    expect(await entriesIn()).toEqual(expected);
    await openInOrder(path);
    expect(await readFile(path, 'utf8')).toBe(manifestLine(headerOf()) + textOf(expected));
  });

  test.each([
    ['names that are none', { list: { x: 1 }, listHash: 5 }],
    ['an invalid dropout', { dropout: 'often' }],
    ['more shards than there can be', { shards: 1e15 }],
    ['a shard beyond the last one', { shard: 2 }],
    ['counts below zero', { images: -1 }],
  ])('with %s in its first line is refused', async (_, changes) => {
    await writeFile(path, `${JSON.stringify({ ...headerOf(), ...changes })}\n${manifestLine(done(1))}`);
    const line = `Expected a manifest of translated images in ${path}, got another file. Move it away.`;
    await expect(mergeManifests([path], true)).rejects.toThrow(line);
  });

  test('whose lines count down is refused before each of them becomes an open file', async () => {
    await write(Array.from({ length: 5000 }, (_, i) => done(5000 - i)));
    await expect(openManifest(path)).rejects.toThrow('got one whose lines are out of order. Move it away.');
  });

  test('has no entry without metrics, however it is written', async () => {
    const absurd = [null, '1', 1e300, -1e9].map((l1, i) => ({
      line: i + 1,
      out: 'x',
      metrics: { l1, psnr: 1, ssim: 1 },
    }));
    const sound = { line: 9, out: 'x', metrics: { l1: 2, psnr: 100, ssim: -1 } };
    await write([...(absurd as ManifestEntry[]), sound]);
    expect(await entriesIn()).toEqual([sound]);
    expect(await mergeManifests([path], true)).toMatchObject({ images: 1, metrics: sound.metrics });
  });

  test.each([
    ['cut off anywhere', manifestLine(done(4)).slice(0, -1)],
    ['cut off at once', '{'],
    ['zeros, as a power cut may leave them', `${'\0'.repeat(100)}\n`],
    ['longer than a line can be', `${'x'.repeat(3e6)}\n`],
  ])('is repaired where its last line is %s, and can be appended to', async (_, line) => {
    await write([done(1), done(2)], line);
    await openInOrder(path);
    const appender = await openAppender(path);
    await appender.append([done(4), done(7)]);
    await appender.close();
    expect(await readFile(path, 'utf8')).toBe(manifestLine(headerOf()) + textOf([done(1), done(2), done(4), done(7)]));
  });

  test('stays as it is where it cannot be repaired', async () => {
    await write([done(2), done(1)], '{');
    const before = await readFile(path, 'utf8');
    const { fs } = interruptedFiles(FILE_SYSTEM, (_, name) => {
      if (name === 'write') throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    });
    await expect(openInOrder(path, fs)).rejects.toThrow(`Could not write ${path}: the disk is full.`);
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await entriesIn()).toEqual([done(1), done(2)]);
  });

  test('is left alone once another process writes to it', async () => {
    await write([done(1)]);
    const appender = await openAppender(path);
    await appender.append([done(2)]);
    await appendFile(path, manifestLine(done(3)));
    await expect(appender.append([done(3)])).rejects.toThrow(
      'Expected one process per shard, got another one that writes',
    );
    await appender.close();
    const second = await openAppender(path);
    await rename(path, join(folder, 'moved'));
    await write([done(1), done(2), done(3)]);
    await expect(second.append([done(4)])).rejects.toThrow('Expected one process per shard');
    await second.close();
    expect(await entriesIn()).toEqual([done(1), done(2), done(3)]);
  });
});

describe('merged manifests', () => {
  test('come to the same bits however the lines are divided, and to the mean of the metrics', async () => {
    const entries = Array.from({ length: 60 }, (_, i) => {
      const metrics = { l1: Math.abs(Math.sin(i)), psnr: 20 + 10 * Math.cos(i), ssim: 1 / (i + 1) };
      return { line: i + 1, out: `${i}.png`, metrics };
    });
    const merged = async (shards: number) => {
      const paths = await Promise.all(
        Array.from({ length: shards }, async (_, shard) => {
          const own = entries.filter(({ line }) => line % shards === shard);
          const at = join(folder, `${shard + 1}-of-${shards}.jsonl`);
          await writeFile(at, manifestLine(headerOf(shard + 1, shards, own.length)) + textOf(own));
          return at;
        }),
      );
      return mergeManifests(paths, true);
    };
    const [one, seven] = [await merged(1), await merged(7)];
    expect(seven).toEqual({ ...one, header: headerOf(1, 7, 8) });
    expect(one).toMatchObject({ images: 60, compared: 60, bad: 0, open: [] });
    const mean = createMeanMetrics();
    for (const { metrics } of entries) mean.add(metrics);
    for (const [name, value] of Object.entries(mean.mean()))
      expect(Math.abs((one.metrics?.[name as 'l1'] ?? Number.NaN) - value)).toBeLessThan(1e-11);
  });

  test('name the shards that are missing or unfinished', async () => {
    await write([done(1), { line: 2, error: 'no' }, { line: 3, error: 'why' }]);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"shards":1', '"shards":3'));
    const { open, images, bad, firstBad, metrics } = await mergeManifests([path], true);
    expect({ open, images, bad, metrics }).toEqual({
      open: ['1/3 has 3 of 9 lines', '2/3 is missing', '3/3 is missing'],
      images: 1,
      bad: 2,
      metrics: null,
    });
    expect(firstBad).toEqual([
      { line: 2, error: 'no' },
      { line: 3, error: 'why' },
    ]);
  });
});
