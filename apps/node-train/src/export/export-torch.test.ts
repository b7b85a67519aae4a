import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { convertGenerator } from '@pix2pix-ts/convert';
import { readForeignFile } from '@pix2pix-ts/reference';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { SMALL, smallMetadata } from '@pix2pix-ts/testing-models';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';

const folder = sharedFolder();
const at = (...parts: string[]) => join(folder.path, ...parts);
const runExport = (...flags: string[]) => runPix2pix(['export', ...flags, '--backend', 'cpu', '--limit', '2']);

beforeAll(async () => {
  await writeSmallModel(
    at('model.safetensors'),
    smallMetadata({ generator: { ...SMALL, upsampling: 'nearest' } as typeof SMALL }),
  );
  await writeFile(at('latest_net_G.pth'), readForeignFile('junyanz-unet-batch.pth'));
  const args = ['convert', at('latest_net_G.pth'), '--out', at('theirs.safetensors'), '--statistics', 'running'];
  expect((await runPix2pix(args)).exitCode).toBe(0);
});

describe('export of weights for PyTorch', () => {
  test('writes a file for PyTorch-GAN next to the model, says for what class, and that its pictures are the same', async () => {
    const { exitCode, stdout } = await runExport('--model', at('model.safetensors'), '--to', 'pytorch-gan');
    expect(exitCode).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(
        /^Wrote .*model\.pytorch-gan\.pth \(\d+\.\d kB\): U-Net 32 of PyTorch-GAN, instance norm, 4 filters\.$/,
      ),
      expect.stringMatching(
        /^Read back, its output differs from the model's by (0|\d\.\de-[5-9]) at most, of values from -1 to 1, on 2 generated pictures\.$/,
      ),
      "For GeneratorUNet(3, 3) of PyTorch-GAN's pix2pix/models.py, in eval(), with 5 levels in place of 8 and 4 filters in place of 64.",
    ]);
    expect(convertGenerator(await readFile(at('model.pytorch-gan.pth'))).metadata.generator).toEqual({
      ...SMALL,
      dropout: 0.5,
    });
  });

  test('writes what came from junyanz as it came, as .pth or as safetensors, and says with which flags it is used', async () => {
    const flags = ['--model', at('theirs.safetensors'), '--to', 'junyanz', '--json'];
    const { exitCode, stdout } = await runExport(...flags, '--out', at('again.pth'));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      out: at('again.pth'),
      to: 'junyanz',
      recognised: 'U-Net 128 of pytorch-CycleGAN-and-pix2pix, batch norm, 1 filters',
      use: 'test.py --model test --netG unet_128 --ngf 1 --norm batch --no_dropout --eval',
      images: 2,
      max: 0,
    });
    const [before, after] = [readForeignFile('junyanz-unet-batch.pth'), await readFile(at('again.pth'))].map((bytes) =>
      convertGenerator(bytes).tensors.map(({ name, values }) => [name, values()]),
    );
    expect(after).toEqual(before);
    expect((await runExport(...flags, '--out', at('again.safetensors'))).exitCode).toBe(0);
    const { tensors, metadata } = parseSafetensors(await readFile(at('again.safetensors')));
    expect(metadata).toEqual({ format: 'pt' });
    expect(tensors.get('model.model.0.weight')).toMatchObject({ dtype: 'F32', shape: [1, 3, 4, 4] });
    expect(tensors.get('model.model.1.model.2.num_batches_tracked')).toMatchObject({ dtype: 'I64', shape: [] });
  });

  test.each([
    [
      ['--to', 'junyanz'],
      /^Could not export .*model\.safetensors: Expected a U-Net of pytorch-CycleGAN-and-pix2pix, got/,
    ],
    [
      ['--to', 'pytorch-gan', '--out', 'new.bin'],
      /^Expected --out to end in \.pth, \.pt or \.safetensors, got new\.bin\./,
    ],
    [
      ['--to', 'pytorch-gan', '--out', 'latest_net_G.pth'],
      /^Expected a new file at .*latest_net_G\.pth, got one that exists\./,
    ],
    [['--to', 'pytorch-gan', '--out', 'missing/new.pth'], /^Expected --out to be in an existing folder/],
    [['--to', 'pytorchgan'], /^Expected --to to be one of .*, got 'pytorchgan'\. Did you mean/],
  ])('refuses %j in a line, and leaves every file as it was', async (flags, line) => {
    const before = await readdir(folder.path);
    const inFolder = flags.map((flag) => (/\.pth$/.test(flag) ? at(flag) : flag));
    const { exitCode, stdout, stderr } = await runExport('--model', at('model.safetensors'), ...inFolder);
    expect([exitCode, stdout, await readdir(folder.path)]).toEqual([2, '', before]);
    const said = stderr
      .trimEnd()
      .split('\n')
      .filter((each) => !each.startsWith('Engine: '));
    expect(said).toEqual([expect.stringMatching(line)]);
  });

  test('refuses a discriminator as a model in a line', async () => {
    await writeFile(at('discriminator.safetensors'), readForeignFile('gan-patch.pth'));
    const { exitCode, stderr } = await runExport('--model', at('discriminator.safetensors'), '--to', 'pytorch-gan');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/Could not load .*discriminator\.safetensors/);
  });
});
