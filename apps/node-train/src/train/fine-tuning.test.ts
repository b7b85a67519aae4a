import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const folder = sharedFolder();
const run = (...args: string[]) => runPix2pix([...args, '--backend', 'cpu'], { cwd: folder.path });
const tensorsOf = (path: string) => parseSafetensors(readFileSync(join(folder.path, path))).tensors;
const CONFIG = {
  generator: { kind: 'resnet', imageSize: 32, filters: 2, norm: 'batch', blocks: 1 },
  discriminator: { filters: 2 },
};

beforeAll(async () => {
  await writePairs(join(folder.path, 'data'), 3);
  writeFileSync(join(folder.path, 'config.json'), JSON.stringify(CONFIG));
  const flags = ['--config', 'config.json', '--direction', 'BtoA', '--steps', '2', '--lr', '0.01', '--out', 'first'];
  expect(await run('train', '--data', 'data', ...flags)).toMatchObject({ exitCode: 0 });
});

test("a model's generator is fine-tuned: first the discriminator learns alone, then both, and a resume goes on", async () => {
  const begun = ['train', '--data', 'data', '--init', 'first/model.safetensors'];
  const flags = ['--head-start', '2', '--config', 'discriminator.json'];
  writeFileSync(join(folder.path, 'discriminator.json'), JSON.stringify({ discriminator: { filters: 2 } }));
  const first = tensorsOf('first/model.safetensors');

  expect(await run(...begun, ...flags, '--steps', '2', '--out', 'tuned')).toMatchObject({ exitCode: 0 });
  const tuned = tensorsOf('tuned/model.safetensors');
  expect(tuned.get('block1.conv1.weight')?.data).toEqual(first.get('block1.conv1.weight')?.data);
  const { metadata } = parseSafetensors(readFileSync(join(folder.path, 'tuned/model.safetensors')));
  const { generator, direction, training } = parseModelMetadata({ ...metadata });
  expect({ generator, direction, training }).toMatchObject({
    generator: { kind: 'resnet', filters: 2, norm: 'batch' },
    direction: 'BtoA',
    training: { init: 'model.safetensors', headStart: 2 },
  });

  expect(await run('train', '--resume', 'tuned', '--steps', '4')).toMatchObject({ exitCode: 0 });
  expect(tensorsOf('tuned/model.safetensors').get('block1.conv1.weight')?.data).not.toEqual(
    first.get('block1.conv1.weight')?.data,
  );
  expect(await run(...begun, ...flags, '--steps', '4', '--out', 'whole')).toMatchObject({ exitCode: 0 });
  const state = (name: string) => readFileSync(join(folder.path, name, 'state.safetensors'));
  expect(state('tuned').equals(state('whole'))).toBe(true);
});

test('a head start is a tenth of the steps unless given', async () => {
  const flags = [
    '--init',
    'first/model.safetensors',
    '--config',
    'discriminator.json',
    '--steps',
    '10',
    '--max-time',
    '1s',
  ];
  expect(await run('train', '--data', 'data', ...flags, '--out', 'short')).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(readFileSync(join(folder.path, 'short/config.json'), 'utf8'))).toMatchObject({ headStart: 1 });
});

test.each([
  [['--init', 'first/state.safetensors'], 'Could not load first/state.safetensors: Expected a pix2pix-ts model'],
  [['--init', 'nothing.safetensors'], 'nothing.safetensors'],
  [['--init', 'first/model.safetensors', '--size', '64'], 'Expected no --size with --init, got one'],
  [['--init', 'first/model.safetensors', '--init-type', 'xavier'], 'Expected no --init-type with --init, got one'],
])('%j is refused in one line, before anything is written', async (flags, line) => {
  const { exitCode, stderr } = await run('train', '--data', 'data', ...flags, '--steps', '1', '--out', 'refused');
  expect(exitCode).toBe(2);
  expect(stderr).toContain(line);
  expect(existsSync(join(folder.path, 'refused'))).toBe(false);
});
