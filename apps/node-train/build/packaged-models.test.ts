import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import '@pix2pix-ts/backend-wasm';
import { decodeImage, openPairs } from '@pix2pix-ts/data/node';
import { l1 } from '@pix2pix-ts/metrics';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { setBackend } from '@tensorflow/tfjs-core';
import { evaluateModel } from '../src/evaluate/evaluate-model.ts';
import { readModelHeader } from '../src/summary/read-model-header.ts';
import { runPix2pix } from '../src/testing/run-pix2pix.ts';
import type { PackagedTraining } from './model-card.ts';
import { readModelConfig } from './model-config.ts';
import { RECIPES } from './recipes.ts';
import { cardOf, PAIRS_FOLDER } from './write-package.ts';

/** Engines round differently: so far may an L1 be from the one that was measured. */
const RELATIVE = 0.01;
const folderOf = (name: string) => resolve(import.meta.dirname, '../../../packages', `model-${name}`);

beforeAll(() => setBackend('wasm'));

describe.each(Object.keys(RECIPES))('the package of the model %s', (name) => {
  const folder = folderOf(name);
  const file = join(folder, 'model.safetensors');

  test('does as well on its held-out pairs as its card says, and better than the input', async () => {
    const pairs = await openPairs(join(folder, PAIRS_FOLDER), { split: 'all' });
    const translator = await loadTranslator(file);
    const { shown } = (translator.metadata.training as PackagedTraining).heldOut;
    const measured = await evaluateModel({ translator, pairs, trainPairs: null });
    translator.dispose();
    expect(measured.images).toBe(shown.images);
    expect(Math.abs(measured.l1 / shown.l1 - 1)).toBeLessThan(RELATIVE);
    expect(Math.abs(measured.baselines.input.l1 / shown.input - 1)).toBeLessThan(RELATIVE);
    expect(measured.l1).toBeLessThan(measured.baselines.input.l1);
  });

  test('has a card whose figures are those of the metadata', async () => {
    const card = await readFile(join(folder, 'README.md'), 'utf8');
    expect(await cardOf(folder, card)).toBe(card);
  });

  test('says how it was trained, under the licence of its data, in at most 12 MB', async () => {
    const { generator, training, licence, copy } = (await readModelHeader(file)).metadata;
    const { data, ...config } = await readModelConfig(folder);
    expect({ generator, ...training }).toMatchObject({
      generator: config.generator,
      steps: config.steps,
      batch: config.batch,
      seed: config.seed,
      learningRate: config.learningRate,
      schedule: config.schedule,
      lambda: config.lambda,
      dataSet: data,
    });
    const { license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    // What is learnt from the public domain is under the licence of whoever trained it.
    expect(license).toBe(licence.startsWith('public domain') ? 'MIT' : licence);
    expect(copy?.weights).toBe('int8');
    expect((await readFile(file)).length).toBeLessThan(12e6);
  });
});

describe('translate --model colour', () => {
  const out = sharedFolder();

  test('works in any folder', async () => {
    const pairs = join(folderOf('colour'), PAIRS_FOLDER);
    const { names, load } = await openPairs(pairs, { split: 'all' });
    const picture = join(pairs, `${names[0]}.png`);
    const args = ['translate', '--model', 'colour', picture, '--out', 'out', '--backend', 'wasm'];
    const { exitCode, stderr } = await runPix2pix(args, { cwd: out.path });
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('under CC-BY-SA-4.0.')]);
    const { a } = await load(0);
    const made = await decodeImage(join(out.path, 'out', `${names[0]}.png`));
    expect(made).toMatchObject({ width: 2 * a.width, height: a.height });
    expect(l1(made, await decodeImage(picture))).toBeGreaterThan(0);
  });
});
