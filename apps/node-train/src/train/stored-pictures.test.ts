import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { lightnessOf, type Pixels, type Raster } from '@pix2pix-ts/data';
import { decodeImage, decodeStored, encodeStored } from '@pix2pix-ts/data/node';
import { randomStream } from '@pix2pix-ts/random';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';

const folder = sharedFolder();
const SMALL = [
  '--preset',
  'fast',
  '--size',
  '32',
  '--filters',
  '2',
  '--batch',
  '1',
  '--backend',
  'cpu',
  '--steps',
  '2',
];
const at = (...names: string[]) => join(folder.path, ...names);

/** A picture of noise. */
function noise(name: string, channels: number, depth: 8 | 16 | 32): Raster {
  const { integer } = randomStream('noise', name);
  const length = 32 * 32 * channels;
  const data =
    depth === 8
      ? Uint8Array.from({ length }, () => integer(256))
      : depth === 16
        ? Uint16Array.from({ length }, () => integer(65_536))
        : Float32Array.from({ length }, () => integer(1000) / 999);
  return { data, width: 32, height: 32 };
}

async function write(path: string, picture: Raster): Promise<void> {
  mkdirSync(at(path, '..'), { recursive: true });
  writeFileSync(at(path), await encodeStored(picture, path));
}

const pix2pix = (...args: string[]) => runPix2pix(args, { cwd: folder.path });

beforeAll(async () => {
  for (const split of ['train', 'val'])
    for (const name of ['1', '2']) {
      await write(`two/${split}/sketch/${name}.png`, noise(`sketch${name}`, 1, 8));
      await write(`two/${split}/mask/${name}.tif`, noise(`mask${name}`, 1, 8));
      await write(`two/${split}/B/${name}.png`, noise(`photo${name}`, 3, 16));
      await write(`arrays/${split}/A/${name}.npy`, noise(`a${name}`, 5, 32));
      await write(`arrays/${split}/B/${name}.npy`, noise(`b${name}`, 2, 32));
    }
});

describe('pictures as they are stored, from end to end', () => {
  test('two grey inputs and a target of 16 bits become a network of 2 and 3 channels, which gives 16 bits', async () => {
    const trained = await pix2pix('train', '--data', 'two', '--inputs', 'sketch,mask', ...SMALL, '--out', 'runs/two');
    expect([trained.exitCode, trained.stderr]).toEqual([0, expect.stringMatching(/Held-out pairs: 2 images/)]);
    const { metadata } = parseSafetensors(readFileSync(at('runs/two/model.safetensors')));
    expect(JSON.parse(metadata.generator as string)).toMatchObject({ inChannels: 2, outChannels: 3 });
    expect(JSON.parse(metadata.pictures as string)).toEqual({ inputs: ['sketch', 'mask'], depth: 16 });

    const resumed = await pix2pix('train', '--resume', 'runs/two', '--steps', '3');
    expect([resumed.exitCode, resumed.stdout]).toEqual([0, 'runs/two/report.html\n']);

    const model = ['--model', 'runs/two/model.safetensors', '--backend', 'cpu'];
    const translated = await pix2pix('translate', ...model, 'two/val', '--out', 'out');
    expect([translated.exitCode, translated.stdout]).toEqual([0, expect.stringMatching(/^Translated 2 images/)]);
    const picture = await decodeStored(at('out/1.png'));
    expect([picture.data instanceof Uint16Array, picture.data.length]).toEqual([true, 32 * 32 * 3]);
    expect(new Set(picture.data.map((value) => value % 257)).size).toBeGreaterThan(100); // no bytes that were stretched

    const evaluated = await pix2pix('evaluate', ...model, '--data', 'two', '--json');
    expect([evaluated.exitCode, JSON.parse(evaluated.stdout)]).toMatchObject([
      0,
      { images: 2, baselines: { mean: {} } },
    ]);

    const missing = await pix2pix('translate', ...model, 'two/val/sketch', '--out', 'out');
    expect([missing.exitCode, missing.stderr.trimEnd()]).toEqual([
      2,
      'Expected a folder with sketch/, mask/ in it, got two/val/sketch, which is one of them. Pass two/val.',
    ]);
    const other = await pix2pix('evaluate', ...model, '--data', 'arrays');
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringMatching(/^Expected [^\n]*sketch[^\n]*\n$/)]);
  });

  test('arrays of NumPy become networks of as many channels, and are what translations are written as', async () => {
    const trained = await pix2pix(
      'train',
      '--data',
      'arrays',
      '--channels',
      'stored',
      ...SMALL,
      '--out',
      'runs/arrays',
    );
    expect(trained.exitCode).toBe(0);
    const model = ['--model', 'runs/arrays/model.safetensors', '--backend', 'cpu'];
    expect((await pix2pix('translate', ...model, 'arrays/val/A', '--out', 'made')).exitCode).toBe(0);
    const made = await decodeStored(at('made/2.npy'));
    expect([made.data instanceof Float32Array, made.data.length]).toEqual([true, 32 * 32 * 2]);
    const copied = await pix2pix(
      'export',
      ...model,
      '--to',
      'float16',
      '--data',
      'arrays',
      '--out',
      'half.safetensors',
    );
    expect([copied.exitCode, copied.stderr]).toEqual([0, expect.anything()]);
  });

  test('a folder of photographs becomes a model that gives any picture colours, and leaves it its lightness', async () => {
    for (const split of ['train', 'val'])
      for (const name of ['1', '2']) await write(`photos/${split}/${name}.png`, noise(`photo${name}`, 3, 8));
    const trained = await pix2pix('train', '--data', 'photos', '--channels', 'lab', ...SMALL, '--out', 'runs/lab');
    expect([trained.exitCode, trained.stderr]).toEqual([0, expect.stringMatching(/Held-out pairs: 2 images/)]);
    const { metadata } = parseSafetensors(readFileSync(at('runs/lab/model.safetensors')));
    expect(JSON.parse(metadata.generator as string)).toMatchObject({ inChannels: 1, outChannels: 2 });
    const model = ['--model', 'runs/lab/model.safetensors', '--backend', 'cpu'];
    const wide = noise('wide', 3, 8);
    await write('wide.png', { data: wide.data, width: 64, height: 16 });
    expect((await pix2pix('translate', ...model, 'wide.png', '--out', 'coloured')).exitCode).toBe(0);
    const [before, after] = await Promise.all(['wide.png', 'coloured/wide.png'].map((path) => decodeImage(at(path))));
    expect([after?.width, after?.height]).toEqual([64, 16]);
    // What sRGB does not have is clipped, which costs some of the lightness.
    const apart = [...lightnessOf(before as Pixels).data].map((value, i) =>
      Math.abs(value - (lightnessOf(after as Pixels).data[i] as number)),
    );
    expect(apart.sort((a, b) => a - b)[512]).toBeLessThan(0.01);
    const evaluated = await pix2pix('evaluate', ...model, '--data', 'photos', '--json');
    expect([evaluated.exitCode, JSON.parse(evaluated.stdout)]).toMatchObject([0, { images: 2 }]);
    const turned = await pix2pix(
      'train',
      '--data',
      'photos',
      '--channels',
      'lab',
      '--direction',
      'BtoA',
      '--out',
      'no',
    );
    expect([turned.exitCode, turned.stderr.trimEnd()]).toEqual([
      2,
      'Expected the direction AtoB with --channels lab, lightness to colours, got BtoA. Leave it out.',
    ]);
  });

  test('that differ from the first pair, or from what is asked for, are refused in one line', async () => {
    for (const half of ['A', 'B']) await write(`mixed/train/${half}/1.png`, noise('1', 1, 8));
    await write('mixed/train/A/2.png', noise('2', 3, 8));
    await write('mixed/train/B/2.png', noise('2', 1, 8));
    const train = (...args: string[]) => pix2pix('train', '--data', 'mixed', ...SMALL, '--out', 'runs/mixed', ...args);
    const mixed = await train('--channels', 'stored', '--serial-batches');
    expect([mixed.exitCode, mixed.stderr.trimEnd().split('\n').at(-1)]).toEqual([
      2,
      expect.stringMatching(
        /2: Expected an input of 1 and a target of 1 channels, as the model has, got 3 and 1\. Convert/,
      ),
    ]);
    const unlike = await train('--channels', 'colour', '--pages', 'pairs');
    expect([unlike.exitCode, unlike.stderr.trimEnd()]).toEqual([
      2,
      'Expected --channels stored with --pages, got colour. Leave one of them out.',
    ]);
    const hinted = await train('--channels', 'stored', '--hints', '0.5');
    expect([hinted.exitCode, hinted.stderr.trimEnd()]).toEqual([
      2,
      expect.stringContaining('Expected colours of 8 bits with hints'),
    ]);
  });
});
