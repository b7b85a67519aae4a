import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const folder = sharedFolder();
beforeAll(async () => {
  await writePairs(join(folder.path, 'data'), 3);
});

const run = (...args: string[]) => runPix2pix([...args, '--backend', 'cpu'], { cwd: folder.path });
const read = (path: string) => readFileSync(join(folder.path, path));
const config = {
  preset: 'seed', // what the first release called pytorch-gan
  batch: 2,
  adversarial: 'lsgan',
  reconstruction: 'l2',
  translateStatistics: 'image',
  generator: { kind: 'resnet', imageSize: 32, filters: 2, norm: 'batch', blocks: 1 },
  discriminator: { filters: 2, norm: 'batch', layers: 3, flatLayers: 1, fullGrid: false },
};
const configFile = (name: string, changes: object = {}) => {
  writeFileSync(join(folder.path, name), JSON.stringify({ ...config, ...changes }));
  return name;
};

test('a ResNet with batch norm, least squares and L2 is trained, resumed, reported, summarised, used and evaluated', async () => {
  const args = ['--data', 'data', '--config', configFile('config.json'), '--out', 'run', '--log-every', '1'];
  expect(await run('train', ...args, '--steps', '2')).toMatchObject({ exitCode: 0 });
  const resumed = await run('train', '--resume', 'run', '--steps', '4', '--json');
  expect(resumed).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(resumed.stdout.split('\n')[0] as string)).toMatchObject({ step: 3, l2: expect.any(Number) });

  // As if it had never stopped, running statistics included.
  expect(await run('train', ...args.with(5, 'whole'), '--steps', '4')).toMatchObject({ exitCode: 0 });
  expect(read('run/state.safetensors').equals(read('whole/state.safetensors'))).toBe(true);
  const { metadata, tensors } = parseSafetensors(read('run/model.safetensors'));
  expect(metadata.statistics).toBe('"image"');
  expect([...tensors.keys()]).toContain('block1.conv2.norm.variance');
  expect(read('run/report.html').toString()).toContain('L2 in training');

  // A model that was lost is made again from the state, and one that is there is left alone.
  const bytes = read('run/model.safetensors');
  expect((await run('train', '--resume', 'run')).stderr).not.toContain('Recreated');
  rmSync(join(folder.path, 'run/model.safetensors'));
  expect((await run('train', '--resume', 'run')).stderr).toContain('from the checkpoint of step 4: it was missing');
  expect(read('run/model.safetensors').equals(bytes)).toBe(true);

  const model = ['--model', 'run/model.safetensors'];
  expect(await run('translate', ...model, 'data/val', '--out', 'out')).toMatchObject({ exitCode: 0 });
  const { stdout } = await run('summary', ...model);
  expect(stdout).toMatch(/block1\.conv2 +conv 3x3, norm, added to its input +8x8x8 +\d+/);
  const evaluated = await run('evaluate', ...model, '--data', 'data', '--json');
  expect(JSON.parse(evaluated.stdout)).toMatchObject({ l1: expect.any(Number), ssim: expect.any(Number) });
  expect(await run('export', ...model, '--to', 'int8')).toMatchObject({ exitCode: 0 });
});

test('multi-scale discriminators are chosen in a configuration, trained with their features, and resumed', async () => {
  const discriminator = { kind: 'multi-scale', scales: 2, filters: 2, norm: 'batch', layers: 2 };
  const args = ['--data', 'data', '--config', configFile('scales.json', { discriminator, featureMatching: 10 })];
  expect(await run('train', ...args, '--steps', '1', '--out', 'scales')).toMatchObject({ exitCode: 0 });
  expect(await run('train', '--resume', 'scales', '--steps', '2')).toMatchObject({ exitCode: 0 });
  expect(await run('train', ...args, '--steps', '2', '--out', 'both')).toMatchObject({ exitCode: 0 });
  expect(read('scales/state.safetensors').equals(read('both/state.safetensors'))).toBe(true);
  const { tensors } = parseSafetensors(read('scales/state.safetensors'));
  expect([...tensors.keys()]).toContain('discriminator.buffer.scale2.block2.norm.variance');
  expect(JSON.parse(read('scales/config.json').toString())).toMatchObject({ discriminator: { scales: 2 } });
});

test.each([
  [
    'an architecture that nobody knows',
    { generator: { kind: 'resnt' } },
    `Expected a generator (unet, resnet, encoder-decoder, early-unet), got "resnt". Did you mean 'resnet'?`,
  ],
  [
    'a measure of another architecture',
    { generator: { kind: 'unet', blocks: 3 } },
    `Expected only keys of a configuration in generator of bad.json, got 'blocks'.`,
  ],
  ['a key of a newer version', { luck: 0.99, writtenBy: 'pix2pix 9.1.0' }, "got 'luck'. Use one of"],
  [
    'a discriminator that is too deep for the images',
    { discriminator: { layers: 6 } },
    "Expected images that the discriminator's patches fit into, got 32 pixels, of which 'block6' leaves none.",
  ],
  [
    'a discriminator whose last scale is too small',
    { discriminator: { kind: 'multi-scale', scales: 4 } },
    "of which 'scale3.block4' leaves none. Use fewer layers or scales, or larger images.",
  ],
])('%s in a configuration is refused in one line', async (_, changes, line) => {
  const file = configFile('bad.json', changes);
  const { exitCode, stderr } = await run('train', '--data', 'data', '--size', '32', '--config', file, '--out', 'bad');
  expect(exitCode).toBe(2);
  expect(stderr).toContain(line);
});
