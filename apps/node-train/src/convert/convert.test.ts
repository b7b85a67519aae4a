import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeSafetensorsToBytes, parseSafetensors } from '@pix2pix-ts/checkpoint';
import { encodeTorchFile } from '@pix2pix-ts/convert';
import { encodePng } from '@pix2pix-ts/data/node';
import { encodeFeatureMetadata, parseFeatureMetadata, parseModelMetadata } from '@pix2pix-ts/models';
import { readForeignFile, readLayersModel } from '@pix2pix-ts/reference';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { formulaImage } from '../export/formula-images.ts';
import { runPix2pix } from '../testing/run-pix2pix.ts';

const folder = sharedFolder();
const at = (...parts: string[]) => join(folder.path, ...parts);
const convert = (...args: string[]) => runPix2pix(['convert', ...args]);

/** AlexNet's convolutions: where they are among its layers, output and input channels, and the side of the kernel. */
const ALEXNET_LAYERS: readonly [number, number, number, number][] = [
  [0, 64, 3, 11],
  [3, 192, 64, 5],
  [6, 384, 192, 3],
  [8, 256, 384, 3],
  [10, 256, 256, 3],
];

function torchTensor(name: string, shape: readonly number[]) {
  const count = shape.reduce((all, size) => all * size, 1);
  return { name, dtype: 'F32' as const, shape, read: () => new Uint8Array(new Float32Array(count).fill(0.1).buffer) };
}

beforeAll(async () => {
  for (const file of ['junyanz-unet-batch.pth', 'refused-malicious.pth', 'junyanz-patch-batch.pth'])
    await writeFile(at(file), readForeignFile(file));
  await writeFile(at('drawing.png'), await encodePng(formulaImage(1, 128)));
});

describe('convert', () => {
  test('makes a model that translates, and says what it recognised and chose', async () => {
    const out = at('model.safetensors');
    const { exitCode, stdout } = await convert(at('junyanz-unet-batch.pth'), '--out', out);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Recognised .*pth: U-Net 128 of pytorch-CycleGAN-and-pix2pix, batch norm, 1 filters\.\n/);
    expect(stdout).toMatch(/ kB\): AtoB, 128 px, batch norm by the image's own statistics, no dropout\./);
    const { metadata } = parseSafetensors(await readFile(out));
    expect(parseModelMetadata(metadata)).toMatchObject({ direction: 'AtoB', statistics: 'image', dropout: 'off' });
    const args = ['translate', '--model', out, at('drawing.png'), '--out', at('out'), '--backend', 'cpu'];
    expect((await runPix2pix(args)).exitCode).toBe(0);
    expect(await readdir(at('out'))).toEqual(['drawing.png']);
  });

  test('takes what the file does not tell from flags, and replaces what it made before', async () => {
    const out = at('flags.safetensors');
    await convert(at('junyanz-unet-batch.pth'), '--out', out);
    const flags = ['--direction', 'BtoA', '--statistics', 'running', '--dropout', 'on', '--json'];
    const { exitCode, stdout } = await convert(at('junyanz-unet-batch.pth'), '--out', out, ...flags);
    expect(exitCode).toBe(0);
    const chosen = { direction: 'BtoA', statistics: 'running', dropout: 'on' };
    expect(JSON.parse(stdout)).toMatchObject({ out, network: '', ...chosen });
    expect(parseModelMetadata(parseSafetensors(await readFile(out)).metadata)).toMatchObject(chosen);
  });

  test('takes a model.json with the shards beside it, and says which one is missing', async () => {
    const { bytes, files } = readLayersModel('affinelayer');
    await mkdir(at('web-model'), { recursive: true });
    await writeFile(at('web-model/model.json'), bytes);
    for (const [name, shard] of [...files].slice(1)) await writeFile(at('web-model', name), shard);
    const out = at('layers.safetensors');
    const incomplete = await convert(at('web-model/model.json'), '--out', out);
    expect([incomplete.exitCode, incomplete.stdout]).toEqual([2, '']);
    expect(incomplete.stderr).toMatch(/Expected "group1-shard1of5\.bin" beside model\.json, got none\./);
    for (const [name, shard] of files) await writeFile(at('web-model', name), shard);
    const { exitCode, stdout } = await convert(at('web-model/model.json'), '--out', out, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ statistics: 'running', generator: { wiring: 'affinelayer' } });
    await rm(out);
  });

  test('makes feature weights of the files for LPIPS, and replaces those that it made', async () => {
    const alexnet = ALEXNET_LAYERS.flatMap(([layer, outputs, inputs, side]) => [
      torchTensor(`features.${layer}.weight`, [outputs, inputs, side, side]),
      torchTensor(`features.${layer}.bias`, [outputs]),
    ]);
    await writeFile(at('alexnet.pth'), Buffer.concat([...encodeTorchFile(alexnet)]));
    const lin = ALEXNET_LAYERS.map(([, outputs], i) => torchTensor(`lin${i}.model.1.weight`, [1, outputs, 1, 1]));
    await writeFile(at('alex.pth'), Buffer.concat([...encodeTorchFile(lin)]));
    const out = at('lpips.safetensors');
    await writeFile(out, await encodeSafetensorsToBytes([], encodeFeatureMetadata('lpips')));
    const { exitCode, stdout } = await convert(at('alexnet.pth'), at('alex.pth'), '--out', out);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Recognised .*alexnet\.pth and .*alex\.pth: LPIPS 0\.1 with AlexNet\.\nWrote .* \(9\.9 MB\)\.\n/,
    );
    const { metadata, tensors } = parseSafetensors(await readFile(out));
    expect([parseFeatureMetadata(metadata), tensors.size]).toEqual(['lpips', 15]);
    for (const file of [at('alexnet.pth'), at('alex.pth'), out]) await rm(file);
  });

  test.each([
    ['refused-malicious.pth', 'new.safetensors', /got "posix\.system": code; .* Nothing of it was run\.$/],
    ['junyanz-patch-batch.pth', 'new.safetensors', /Expected a generator, got a PatchGAN discriminator/],
    ['none.pth', 'new.safetensors', /none\.pth/],
    ['junyanz-unet-batch.pth', 'drawing.png', /^Expected a new file at .*drawing\.png, got a different one\./],
    ['junyanz-unet-batch.pth', 'missing/new.safetensors', /^Expected --out to be in an existing folder/],
  ])('refuses %s to %s in a line, and leaves every file as it was', async (file, out, line) => {
    const before = await readdir(folder.path);
    const { exitCode, stdout, stderr } = await convert(at(file), '--out', at(out));
    expect([exitCode, stdout, await readdir(folder.path)]).toEqual([2, '', before]);
    expect(stderr.trimEnd()).toMatch(line);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
