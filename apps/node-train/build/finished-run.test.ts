import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { smallMetadata } from '@pix2pix-ts/testing-models';
import { writeSmallModel } from '../src/testing/small-model.ts';
import { takeRun } from './finished-run.ts';
import { RECIPES, type Recipe } from './recipes.ts';

const recipe = RECIPES.colour as Recipe;
const folder = temporaryFolder();

/** A run's folder after `done` of `steps` steps, on a data set of this name. */
async function run({ steps, done, set }: { steps: number; done: number; set: string }): Promise<string> {
  const data = join(folder.path, 'data');
  await mkdir(data);
  const record = { format: 1, name: set, size: 32, groups: ['objects'], limit: null, skinTones: false, pairs: {} };
  await writeFile(join(data, 'dataset.json'), JSON.stringify(record));
  const config = { data, preset: 'fast', steps, batch: 4, saveEvery: 100, engine: 'wasm', seed: 7 };
  await writeFile(join(folder.path, 'config.json'), JSON.stringify(config));
  await writeSmallModel(join(folder.path, 'model.safetensors'), smallMetadata({ training: { steps: done } }));
  return folder.path;
}

test('a finished run is used with its configuration and that of its data, but without where and how it was sampled', async () => {
  const { model, config } = await takeRun(await run({ steps: 20, done: 20, set: 'openmoji' }), recipe);
  expect(model).toBe(join(folder.path, 'model.safetensors'));
  const data = { set: 'openmoji', size: 32, groups: ['objects'] };
  expect(config).toEqual({ data, preset: 'fast', steps: 20, batch: 4, seed: 7 });
});

test.each([
  [{ steps: 20, done: 15, set: 'openmoji' }, /^Expected a finished run at .*, got one after step 15 of 20\. Continue/],
  [{ steps: 20, done: 20, set: 'fluent' }, /^Expected a run on the complete data set openmoji, got one on fluent in/],
])('a run that does not match (%j) is refused in one line', async (made, message) => {
  await expect(takeRun(await run(made), recipe)).rejects.toThrow(message);
});

test('a folder without a run is refused in one line', async () => {
  await expect(takeRun(folder.path, recipe)).rejects.toThrow(
    /^Expected a run's folder with its config\.json at .*, got none/,
  );
});
