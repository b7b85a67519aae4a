import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Pixels } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import { randomStream } from '@pix2pix-ts/random';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import sharp from 'sharp';
import { sampleGrid } from '../pictures/index.ts';
import { thinOut, thinToBudget } from './thin-out.ts';
import { writeReport } from './write-report.ts';

const run = temporaryFolder();

/** An image that no format makes small. */
function noise(size: number, seed: number): Pixels {
  const { integer } = randomStream('report', seed);
  return { data: Uint8Array.from({ length: size * size * 3 }, () => integer(256)), width: size, height: size };
}

const resultOf = (name: string, l1: number, size = 8) => ({
  name,
  l1,
  input: noise(size, 1),
  output: noise(size, 2),
  target: noise(size, 3),
});

async function writeSamples(steps: readonly number[], size: number): Promise<void> {
  await mkdir(join(run.path, 'samples'));
  const picture = await encodePng(
    sampleGrid([{ input: noise(size, 4), output: noise(size, 5), target: noise(size, 6) }]),
  );
  for (const step of steps)
    await writeFile(join(run.path, 'samples', `step-${String(step).padStart(6, '0')}.png`), picture);
}

const framesOf = (page: string) => [...page.matchAll(/data-step="([\d,]+)"/g)].map(([, step]) => step);
const imagesOf = (page: string) =>
  [...page.matchAll(/<img src="data:image\/webp;base64,([^"]+)"/g)].map(([, text = '']) => text);

describe('writeReport', () => {
  test('makes a report of what is in the folder of a run, and of the results', async () => {
    await writeFile(join(run.path, 'config.json'), JSON.stringify({ preset: 'fast', data: join(run.path, 'data') }));
    await writeFile(join(run.path, 'log.jsonl'), '{"type":"step","step":1,"l1":0.5,"seconds":2}\n{"type":"st');
    await mkdir(join(run.path, 'data'));
    const record = { format: 1, name: 'emoji', a: 'lines', b: 'colours', pairs: { train: 1, val: 1, test: 1 } };
    await writeFile(join(run.path, 'data', 'dataset.json'), JSON.stringify(record));
    await writeSamples([500, 1000], 8);
    const path = await writeReport(
      run.path,
      { images: [resultOf('far', 0.4), resultOf('near', 0.1)] },
      { command: 'p2p' },
    );
    expect(path).toBe(join(run.path, 'report.html'));
    const page = await readFile(path, 'utf8');
    expect(page).toContain('<h1>From lines to colours</h1>');
    expect(framesOf(page)).toEqual(['500', '1,000']);
    expect(page.indexOf('near: the input')).toBeLessThan(page.indexOf('far: the input'));
    expect(page).toContain('p2p train --resume');
    expect(page).toContain('uPlot=function');
    expect((await readdir(run.path)).sort()).toEqual(['config.json', 'data', 'log.jsonl', 'report.html', 'samples']);
  });

  test('embeds pictures that can be decoded, a result as one strip', async () => {
    await writeSamples([1], 8);
    const page = await readFile(await writeReport(run.path, { images: [resultOf('a', 0.1)] }), 'utf8');
    const sizes = await Promise.all(
      imagesOf(page).map(async (text) => {
        const { info } = await sharp(Buffer.from(text, 'base64')).raw().toBuffer({ resolveWithObject: true });
        return [info.width, info.height];
      }),
    );
    expect(sizes).toEqual([
      [24, 8],
      [3 * 128 + 4 * 6, 26 + 128 + 6],
    ]);
  });

  test('makes a report of an empty folder, and of a broken configuration and sample', async () => {
    await expect(readFile(await writeReport(run.path), 'utf8')).resolves.toContain('Nothing has been logged yet.');
    await writeFile(join(run.path, 'config.json'), '{"preset": "fa');
    await writeSamples([1, 2], 8);
    await writeFile(join(run.path, 'samples', 'step-000003.png'), 'no picture');
    await writeFile(join(run.path, 'samples', 'notes.txt'), '');
    const vast = await sharp({ create: { width: 20_000, height: 2501, channels: 3, background: '#000' } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    await writeFile(join(run.path, 'samples', 'step-000004.png'), vast); // more than 50 million pixels in a few kilobytes
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(run.path, 'samples', 'step-000005.png')]);
    expect(framesOf(await readFile(await writeReport(run.path), 'utf8'))).toEqual(['1', '2']);
  });

  test('stays below a few megabytes whatever the run holds', async () => {
    await writeSamples(
      Array.from({ length: 40 }, (_, i) => i + 1),
      256,
    );
    const images = Array.from({ length: 120 }, (_, i) => resultOf(`image ${i}`, i / 100, 128));
    const page = await readFile(await writeReport(run.path, { images }), 'utf8');
    expect(page.length).toBeLessThan(3_300_000);
    const frames = framesOf(page);
    expect([frames[0], frames.at(-1)]).toEqual(['1', '40']);
    expect(page).toContain('12 of 120 images');
    expect(imagesOf(page).length).toBeGreaterThan(frames.length + 12);
  });

  test('says in one line that there is no such folder', async () => {
    await expect(writeReport(join(run.path, 'missing'))).rejects.toThrow(
      /^Could not read \S+missing: there is no such file or folder\. Check the path \(ENOENT\)\.$/,
    );
  });
});

describe('thinning', () => {
  test('keeps the first and the last, evenly', () => {
    expect(thinOut([0, 1, 2, 3, 4, 5, 6, 7, 8], 5)).toEqual([0, 2, 4, 6, 8]);
    expect(thinOut([0, 1, 2], 5)).toEqual([0, 1, 2]);
    expect(thinOut([0, 1, 2], 1)).toEqual([2]);
    expect(thinOut([0, 1, 2], 0)).toEqual([]);
    expect(thinOut([], 0)).toEqual([]);
  });

  test('to a budget keeps as many as fit, and the last one in any case', () => {
    const sizes = [4, 4, 4, 4, 4];
    expect(thinToBudget([...sizes.keys()], (i) => sizes[i] as number, 12)).toEqual([0, 2, 4]);
    expect(thinToBudget([7, 8, 9], (size) => size, 1)).toEqual([9]);
    expect(thinToBudget([], () => 1, 1)).toEqual([]);
  });
});
