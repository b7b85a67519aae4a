import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { splitOf } from '@pix2pix-ts/data';
import {
  closeNote,
  download,
  dropPaths,
  fillStorage,
  inspection,
  loseGpu,
  noteOf,
  settled,
  translatedAfter,
} from './demo-page.ts';
import { describePage, MODEL } from './page-fixture.ts';
import { halvesOnDisk, hashesOf, pairsOnDisk } from './sample-files.ts';

describePage('training in the page', (fixture) => {
  test('trains for three steps, translates with the result, and resumes after a reload and in Node', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=wasm`);
    await settled(page);
    await page.click('[data-part=train]');
    await page.click('#sample-pairs');
    await page.fill('#steps', '3');
    await page.click('#start-training');
    await page.getByText('Trained for 3 steps.').waitFor();
    expect(await page.locator('#samples canvas').count()).toBe(8);
    const [modelOf3, stateOf3] = [await download(page, '#download-model'), await download(page, '#download-state')];
    const trained = parseSafetensors(modelOf3);
    expect(JSON.parse(trained.metadata.training ?? '')).toMatchObject({ preset: 'fast', steps: 3 });
    await translatedAfter(page, () => page.click('#use-trained'));
    expect(await page.locator('#model option:checked').textContent()).toBe('Trained here');
    const { hashes } = await inspection(page);
    expect(hashes).toEqual(hashesOf(modelOf3));

    await page.reload();
    await settled(page);
    await page.click('[data-part=train]');
    await page.getByText('A run of 3 of 3 steps').waitFor();
    await page.fill('#steps', '5');
    await page.click('#resume-training');
    await page.getByText('Trained for 5 steps.').waitFor();
    const modelOf5 = await download(page, '#download-model');
    expect(JSON.parse(parseSafetensors(modelOf5).metadata.training ?? '')).toMatchObject({ steps: 5 });
    await context.close();

    const run = path.join(fixture.folder, 'run');
    mkdirSync(run);
    writeFileSync(path.join(run, 'state.safetensors'), stateOf3);
    await pairsOnDisk(path.join(fixture.folder, 'pairs'));
    await pix2pix([
      'train',
      '--resume',
      run,
      '--data',
      path.join(fixture.folder, 'pairs'),
      '--steps',
      '4',
      '--backend',
      'wasm',
    ]);
    const continued = parseSafetensors(readFileSync(path.join(run, 'model.safetensors')));
    expect(JSON.parse(continued.metadata.training ?? '')).toMatchObject({ steps: 4 });
  }, 400_000);

  test('goes on to its goal, asks before another run replaces it, and is there after a reload', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=wasm`);
    await settled(page);
    await page.click('[data-part=train]');
    await page.click('#sample-pairs');
    await page.fill('#steps', '500');
    await page.click('#start-training');
    await page.getByText(/^Step ([6-9]|\d\d) of 500/).waitFor();
    const charts = page.locator('#losses svg');
    expect(await charts.count()).toBe(3);
    expect(await charts.first().locator('text').first().textContent()).toBe('0');
    await page.click('#stop-training');
    await page.getByText(/^A run of \d+ of 500 steps/).waitFor();
    expect(await page.inputValue('#steps')).toBe('500');

    await page.click('#start-training');
    await page.getByText(/^A new run replaces the one of \d+ steps on OpenMoji/).waitFor();
    await page.getByText('Keep it').click();
    expect(await page.locator('#kept-run').isVisible()).toBe(true);
    await page.reload();
    await page.getByText(/^A run of \d+ of 500 steps/).waitFor(); // in the same part of the page
    await page.click('#resume-training');
    await page.getByText(/^Step \d+ of 500/).waitFor();
    await context.close();
  }, 400_000);

  test('goes on with another engine from what is kept when the GPU is lost, also in a tab that nothing paints', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=wasm`);
    await settled(page);
    // As in a tab in the background: no frames, and timers once a second; in workers too, where browsers let them be.
    const throttle = () => {
      const { setTimeout } = globalThis;
      const slow = (run: () => void, delay = 0) => setTimeout(run, Math.max(1000, delay));
      Object.assign(globalThis, { requestAnimationFrame: () => 0, setTimeout: slow });
    };
    await page.evaluate(throttle);
    page.on('worker', (worker) => void worker.evaluate(throttle).catch(() => {})); // one may end meanwhile
    await page.click('[data-part=train]');
    await page.getByText('here the processor only stands in for one').waitFor();
    expect(await page.locator('#train-size option').allTextContents()).toEqual(['64 px']);
    await page.click('#sample-pairs');
    await page.fill('#steps', '2');
    await page.click('#start-training');
    await page.getByText('Trained for 2 steps.').waitFor();
    await page.fill('#steps', '4');
    await page.selectOption('#train-engine', 'webgpu');
    await page.click('#resume-training');
    await page.getByText(/^Preparing the graphics card … \d+ of \d+$/).waitFor();
    await loseGpu(page);
    expect(await noteOf(page)).toMatch(
      /^WebGPU stopped: the GPU was lost \(.+\)\. Training goes on from step 2 with another engine\.$/,
    );
    await page.getByText('Trained for 4 steps.').waitFor();
    const trained = parseSafetensors(await download(page, '#download-model'));
    expect(JSON.parse(trained.metadata.training ?? '')).toMatchObject({ preset: 'fast', steps: 4 });
    await context.close();
  }, 400_000);

  test('trains on WebGL, on pairs that were dropped, also where storage is full', async () => {
    const { page, context } = await fixture.open('?engine=webgl');
    await page.click('[data-part=train]');
    const pairs = path.join(fixture.folder, 'side-by-side');
    await pairsOnDisk(pairs);
    writeFileSync(path.join(pairs, 'train', 'broken.png'), 'no image');
    await dropPaths(page, '#drop-pairs', [path.join(pairs, 'train')]);
    await page.getByText('4 pairs to train on, 0 held out').waitFor();
    expect(await noteOf(page)).toMatch(
      /^Skipped 1 of 5: Expected an image .* in train\/broken\.png, got something else/,
    );
    const halves = path.join(fixture.folder, 'halves');
    await halvesOnDisk(halves, 6);
    for (const alone of ['A/alone.png', 'B/6.png', 'B/more/0.png', 'B/notes.txt']) {
      mkdirSync(path.dirname(path.join(halves, alone)), { recursive: true });
      writeFileSync(path.join(halves, alone), '');
    }
    await dropPaths(page, '#drop-pairs', [path.join(halves, 'A'), path.join(halves, 'B')]);
    const heldOut = ['0', '1', '2', '3', '4', '5'].filter((name) => splitOf(name) !== 'train').length;
    await page.getByText(`${6 - heldOut} pairs to train on, ${heldOut} held out`).waitFor();
    expect(await noteOf(page)).toBe(
      'Skipped 4 of 16: only in A: A/alone.png; only in B: B/6.png, B/notes.txt; neither in A nor in B: B/more/0.png',
    );
    await closeNote(page);
    await fillStorage(page);
    await page.fill('#steps', '1');
    await page.click('#start-training');
    await page.getByText('Trained for 1 step.').waitFor({ timeout: 240_000 });
    expect(await noteOf(page)).toMatch(
      /^The run continues, but could not be kept for a reload \(.+\)\. Download its files/,
    );
    expect(await page.locator('#train-engine option:checked').textContent()).toBe('WebGL');
    expect(await page.locator('#samples canvas').count()).toBe(heldOut || 6);
    const trained = parseSafetensors(await download(page, '#download-model'));
    expect(JSON.parse(trained.metadata.training ?? '')).toMatchObject({ preset: 'fast', steps: 1, pairs: 6 - heldOut });
    for (const { data } of trained.tensors.values()) {
      const values = new Float32Array(Uint8Array.from(data).buffer);
      expect(values.every(Number.isFinite)).toBe(true);
    }
    await context.close();
  }, 400_000);
});

/** The command line, from its sources. */
async function pix2pix(args: string[]): Promise<void> {
  const root = path.resolve(import.meta.dirname, '../../..');
  await promisify(execFile)(process.execPath, [path.join(root, 'tools/run/pix2pix.mjs'), ...args], { cwd: root });
}
