import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodeImage } from '@pix2pix-ts/data/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import sharp from 'sharp';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';

const folder = sharedFolder();
const at = (...parts: string[]) => join(folder.path, ...parts);
const run = (...args: string[]) => runPix2pix([...args, '--backend', 'wasm'], { cwd: folder.path });
const translate = (...args: string[]) => run('translate', '--model', 'model.safetensors', ...args);

beforeAll(async () => {
  await writeSmallModel(at('model.safetensors'));
  const noisy = { type: 'gaussian', mean: 150, sigma: 40 } as const;
  for (const [name, width, height] of [
    ['wide.png', 150, 70],
    ['tall.jpg', 40, 90],
  ] as const)
    await sharp({ create: { width, height, channels: 3, background: '#fff', noise: noisy } }).toFile(at(name));
});

describe('translate --fit', () => {
  test.each([
    ['stretch', [40, 90]],
    ['pad', [40, 90]],
    ['tile', [40, 90]],
    ['crop', [40, 40]],
  ] as const)('%s writes a picture of %j', async (fit, [width, height]) => {
    const { exitCode, stdout, stderr } = await translate('tall.jpg', 'wide.png', '--fit', fit, '--out', fit);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^Translated 2 images into .* s\.\n$/)]);
    expect((await readdir(at(fit))).sort()).toEqual(['tall.png', 'wide.png']);
    expect(await decodeImage(at(fit, 'tall.png'))).toMatchObject({ width, height });
    // 150 and 70 pixels in tiles of 64 that overlap by 16
    if (fit === 'tile') expect(stderr).toMatch(/Translating image 2\/2: 6\/6 tiles {2}100 %/);
  });

  test('gives lists the same pictures, and a list is not gone on with in another way', async () => {
    await writeFile(at('list.jsonl'), '{"a":"tall.jpg"}\n{"a":"wide.png","b":"wide.png"}\n');
    for (const fit of ['crop', 'tile']) {
      const { exitCode, stderr } = await translate('--list', 'list.jsonl', '--fit', fit, '--out', `list-${fit}`);
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('Engine')]);
      for (const name of ['tall.png', 'wide.png'])
        expect(await decodeImage(at(`list-${fit}`, name))).toEqual(await decodeImage(at(fit, name)));
    }
    const other = await translate('--list', 'list.jsonl', '--fit', 'tile', '--tile', '32', '--out', 'list-tile');
    expect([other.exitCode, other.stderr]).toEqual([
      2,
      expect.stringMatching(/results of tiles of the usual size, .* got tiles of 32 pixels/),
    ]);
    const stretched = await translate('--list', 'list.jsonl', '--out', 'list-tile');
    expect([stretched.exitCode, stretched.stderr]).toEqual([
      2,
      expect.stringMatching(/results of fit tile, .* got fit stretch/),
    ]);
  });

  test.each([
    [['--fit', 'zoom'], "Expected --fit to be one of stretch, pad, crop, tile, got 'zoom'. Use one of these."],
    [['--tile', '64'], 'Expected --tile with --fit tile, got it without. Add --fit tile.'],
    [['--fit', 'tile', '--tile', '-64'], "Expected --tile to be a whole number of at least 1, got '-64'. Change it."],
    [
      ['--fit', 'tile', '--tile', '16'],
      'Expected tiles whose side this model takes, a multiple of 32, got 16. Use 32 or 64, for example.',
    ],
  ])('%j is refused in one line before anything is written', async (flags, line) => {
    const { exitCode, stderr } = await translate('wide.png', ...flags, '--out', 'refused');
    expect([exitCode, stderr.trimEnd().split('\n').at(-1)]).toEqual([2, line]);
    expect(await readdir(folder.path)).not.toContain('refused');
  });

  test('names pictures that cannot be read or written, and does the others tile by tile', async () => {
    await writeFile(at('cut.png'), (await sharp(at('wide.png')).png().toBuffer()).subarray(0, -50));
    await mkdir(at('bad', 'tall.png'), { recursive: true });
    const { exitCode, stdout, stderr } = await translate(
      ...['cut.png', 'none.png', 'tall.jpg', 'wide.png', '--fit', 'tile', '--out', 'bad', '--json'],
    );
    expect([exitCode, (await readdir(at('bad'))).sort()]).toEqual([2, ['tall.png', 'wide.png']]);
    expect(stderr).toContain('Expected a complete image in cut.png');
    expect(stderr).toMatch(/Expected 4 images, got 3 bad: none\.png, cut\.png, tall\.jpg\. The others are done\.\n$/);
    expect(stdout).toContain('"output":"bad/wide.png"');
  });
});
