import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { modelFile } from './model-file.ts';

const folder = sharedFolder();

test('a name stands for the weights of a package', async () => {
  expect(await modelFile('colour')).toMatch(/model-colour[\\/]model\.safetensors$/);
  expect(await modelFile('3d')).toMatch(/model-3d[\\/]model\.safetensors$/);
  expect(await modelFile('planet')).toMatch(/model-planet[\\/]model\.safetensors$/);
});

test('a path stays what it is, whether or not something is there', async () => {
  for (const path of [folder.path, join(folder.path, 'none'), './colour', 'none.safetensors'])
    expect(await modelFile(path)).toBe(path);
});

test.each([
  ['color', 'Did you mean colour?'],
  ['watercolours-of-cats', 'Check the path.'],
])('a word that is neither a file nor a model (%s) is refused with what there is', async (word, remedy) => {
  await expect(modelFile(word)).rejects.toMatchObject({
    name: 'UsageError',
    message: `Expected --model to be a file, or one of colour, 3d, planet, got '${word}'. ${remedy}`,
  });
});

test('a file of that name comes first', async () => {
  const shown = async () => runPix2pix(['summary', '--model', 'colour', '--json'], { cwd: folder.path });
  await writeSmallModel(join(folder.path, 'colour'));
  const { exitCode, stdout } = await shown();
  expect([exitCode, JSON.parse(stdout).generator.inputShape]).toEqual([0, [32, 32, 3]]);
});
