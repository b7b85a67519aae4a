import { expect, test } from '@jest/globals';
import { openPairs } from '@pix2pix-ts/data/node';
import { withFolder } from '@pix2pix-ts/testing/with-folder';
import { startBusyEngine } from './busy-engine.ts';
import { measureData } from './measure-data.ts';
import { writeImageFolder } from './write-image-folder.ts';

test('a folder is written, checked and read next to a busy engine', async () => {
  await withFolder(async (folder) => {
    const bytes = await writeImageFolder(folder, 6, 16);
    const { names, load } = await openPairs(folder, { split: 'train' });
    expect(names.length).toBe(6);
    expect((await load(0)).b).toMatchObject({ width: 16, height: 16 });
    expect(bytes).toBeGreaterThan(6 * 2 * 16 * 16 * 3 * 0.5); // noise does not get small

    const times = await measureData({ folder, imageSize: 16, batch: 2, threads: 2, stepMs: 20, steps: 4 });
    expect(['dropped', 'asked to drop', 'warm']).toContain(times.pageCache);
    const { pageCache: _, withJitter, ...numbers } = times;
    for (const [name, value] of [...Object.entries(numbers), ...Object.entries(withJitter)]) {
      expect([name, Number.isFinite(value) && value > 0]).toEqual([name, true]);
    }
    expect(times.longestWaitMs).toBeGreaterThanOrEqual(times.waitMs);
    expect(times.imagesPerSecond).toBeCloseTo(2000 / times.loadMsPerBatch, 6);
  });
});

test('a busy engine lets nothing through until its step is over', async () => {
  const engine = await startBusyEngine(2);
  let through = false;
  setImmediate(() => {
    through = true;
  });
  engine.step(5);
  expect(through).toBe(false);
  await new Promise(setImmediate);
  expect(through).toBe(true);
  await engine.stop();
});
