import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { smallMetadata } from '@pix2pix-ts/testing-models';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { checkWeights } from './check-weights.ts';
import { networksToSummarize } from './networks.ts';
import { summaryTable } from './summary-table.ts';

const folder = sharedFolder();

describe('summary', () => {
  test("prints PyTorch-GAN's networks with the parameters of the paper's listing, in 80 columns", async () => {
    const { exitCode, stdout, stderr } = await runPix2pix(['summary']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Generator: 54,404,099 parameters, 218 MB as float32');
    expect(stdout).toContain('Discriminator: 2,767,808 parameters, 11 MB as float32');
    expect(stdout).toMatch(/up4 .*transposed conv.*dropout, skip +16x16x1024 +8,388,608/);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('takes another size and width', async () => {
    const { generator, discriminator } = await networksToSummarize({ preset: 'pytorch-gan', size: 64, filters: 8 });
    expect(generator.layers.at(-1)).toMatchObject({
      name: 'final',
      outputShape: [64, 64, 3],
      parameters: 16 * 16 * 3 + 3,
    });
    expect(discriminator?.layers.at(-1)).toMatchObject({ outputShape: [4, 4, 1], parameters: 16 * 64 });
  });

  test('takes a width and a height, and refuses one that the network cannot have', async () => {
    const size = { width: 128, height: 64 };
    const { generator, discriminator } = await networksToSummarize({ preset: 'fast', size });
    expect([generator.inputShape, discriminator?.layers.at(-1)?.outputShape]).toEqual([
      [64, 128, 3],
      [4, 8, 1],
    ]);
    const { exitCode, stderr } = await runPix2pix(['summary', '--size', '100x64']);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^Expected an image size whose .*, got 100x64\. .*\n$/),
    ]);
  });

  test('reads the generator of a weights file', async () => {
    const model = join(folder.path, 'model.safetensors');
    await writeSmallModel(model);
    const networks = await networksToSummarize({ preset: 'pytorch-gan', model });
    expect(networks).toEqual({
      generator: (await networksToSummarize({ preset: 'pytorch-gan', size: 32, filters: 4 })).generator,
    });
    expect(summaryTable(networks).join('\n')).not.toContain('Discriminator');
    await expect(networksToSummarize({ preset: 'pytorch-gan', model, size: 64 })).rejects.toThrow(
      'Expected --model alone',
    );
  });

  test('says under the table that the weights are not those of the file, not finite, or damaged', async () => {
    const model = join(folder.path, 'model.safetensors');
    await writeSmallModel(model);
    await checkWeights(model);
    let bytes = await readFile(model);
    const changed = async (name: string, change: (copy: Buffer) => unknown) => {
      const copy = Buffer.from(bytes);
      change(copy);
      await writeFile(join(folder.path, name), copy);
      return join(folder.path, name);
    };
    const notFinite = await changed('nan.safetensors', (copy) => copy.writeFloatLE(Number.NaN, copy.length - 4));
    const { exitCode, stdout, stderr } = await runPix2pix(['summary', '--model', notFinite]);
    expect([exitCode, stdout]).toEqual([2, expect.stringContaining('Generator: ')]);
    expect(stderr).toMatch(
      /^\S*nan\.safetensors: Tensor "[\w.]+": expected finite values, got NaN as value \d+\. .*\n$/,
    );
    await writeSmallModel(model, smallMetadata(), { check: true });
    await checkWeights(model);
    bytes = await readFile(model);
    const flipped = await changed('flipped.safetensors', (copy) =>
      copy.writeUInt8(1 ^ copy.readUInt8(copy.length - 9), copy.length - 9),
    );
    await expect(checkWeights(flipped)).rejects.toThrow(
      /^\S*flipped\.safetensors: .*expected content whose checksum is "xxh32:/,
    );
    const other = await changed('other.safetensors', (copy) => copy.write('final.bios', copy.indexOf('final.bias')));
    await expect(checkWeights(other)).rejects.toThrow(/^\S*other\.safetensors: .*final\.bi/);
  });

  test('a file that is not a model is refused in one line', async () => {
    const text = join(folder.path, 'notes.txt');
    await writeFile(text, 'no model at all');
    await expect(networksToSummarize({ preset: 'pytorch-gan', model: text })).rejects.toThrow(/^safetensors file: /);
    const other = join(folder.path, 'other.safetensors');
    await writeSmallModel(other, smallMetadata({ direction: 'sideways' as 'AtoB' }));
    await expect(networksToSummarize({ preset: 'pytorch-gan', model: other })).rejects.toThrow('direction is wrong');
  });
});
