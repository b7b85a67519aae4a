import { describe, expect, test } from '@jest/globals';
import { joinBytes } from '@pix2pix-ts/common';
import { type GeneratorConfig, pytorchGanGenerator } from '@pix2pix-ts/models';
import { readForeignFile } from '@pix2pix-ts/reference';
import { findNetworks } from '../find-networks.ts';
import { ConvertError, convertGenerator, encodeTorchFile, generatorForTorch, type TorchForm } from '../index.ts';
import { readPytorch } from '../pytorch/read-pytorch.ts';
import type { GeneratorToWrite } from './generator-to-write.ts';
import { formulaGenerator } from './testing/formula-generators.ts';

function toWrite(bytes: Uint8Array): GeneratorToWrite {
  const { metadata, tensors } = convertGenerator(bytes);
  return { metadata, values: Object.fromEntries(tensors.map(({ name, values }) => [name, values()])) };
}

const FILES: [name: string, form: TorchForm, use: string][] = [
  [
    'gan-unet',
    'pytorch-gan',
    "GeneratorUNet(3, 3) of PyTorch-GAN's pix2pix/models.py, in eval(), with 6 levels in place of 8 and 2 filters in place of 64",
  ],
  ['junyanz-unet-batch', 'junyanz', 'test.py --model test --netG unet_128 --ngf 1 --norm batch --no_dropout'],
  [
    'junyanz-unet-instance',
    'junyanz',
    "UnetGenerator(3, 3, 6, ngf=2, norm_layer=get_norm_layer('instance'), use_dropout=False) of its networks.py",
  ],
  [
    'junyanz-unet-none',
    'junyanz',
    "UnetGenerator(3, 3, 5, ngf=2, norm_layer=get_norm_layer('none'), use_dropout=False) of its networks.py",
  ],
  ['junyanz-resnet-batch', 'junyanz', 'test.py --model test --netG resnet_6blocks --ngf 2 --norm batch --no_dropout'],
  [
    'junyanz-resnet-instance',
    'junyanz',
    'test.py --model test --netG resnet_9blocks --ngf 2 --norm instance --no_dropout',
  ],
];

describe('what PyTorch wrote and we read', () => {
  test.each(FILES)(
    '%s is written again with every tensor of its state dict, in the same shape, with the same values',
    (name, form, use) => {
      const original = findNetworks(readPytorch(readForeignFile(`${name}.pth`)))[0]?.tensors;
      if (!original) throw new Error(`Expected a network in ${name}.pth, got none.`);
      const generator = toWrite(readForeignFile(`${name}.pth`));
      // A ResNet's dropout is a layer without weights that moves the names after it.
      const dropout = name === 'junyanz-resnet-batch' ? 'on' : 'off';
      const written = generatorForTorch(form, { ...generator, metadata: { ...generator.metadata, dropout } });
      expect(written.use).toBe(dropout === 'on' ? use.replace(' --no_dropout', '') : use);
      expect(written.tensors.map((tensor) => tensor.name).sort()).toEqual([...original.keys()].sort());
      for (const { name: key, dtype, shape, read } of written.tensors) {
        const theirs = original.get(key);
        expect([key, shape, dtype]).toEqual([key, theirs?.shape, theirs?.dtype === 'int64' ? 'I64' : 'F32']);
        const values = new Float32Array(read().buffer);
        const isIdle = dtype === 'I64' || (key.endsWith('.bias') && values.every((value) => value === 0));
        if (!isIdle) expect([key, values]).toEqual([key, theirs?.read()]);
      }
    },
  );

  test.each(FILES)('%s comes back from the file that is written', (name, form) => {
    const generator = toWrite(readForeignFile(`${name}.pth`));
    const file = joinBytes([...encodeTorchFile(generatorForTorch(form, generator).tensors)]);
    const again = convertGenerator(file);
    expect(again.metadata.generator).toEqual({
      ...generator.metadata.generator,
      // Written without dropout, a ResNet has no layer for it.
      ...(name === 'junyanz-resnet-batch' && { dropout: 0 }),
    });
    for (const { name: own, values } of again.tensors) expect([own, values()]).toEqual([own, generator.values[own]]);
  });
});

const UNET: GeneratorConfig = { ...pytorchGanGenerator, imageSize: 32, filters: 2 };

describe('a generator that their classes cannot hold is refused', () => {
  const refusal = (form: TorchForm, config: GeneratorConfig) => {
    try {
      generatorForTorch(form, formulaGenerator(config));
    } catch (error) {
      if (error instanceof ConvertError) return error.message;
      throw error;
    }
    return 'it was written';
  };
  const resnet: GeneratorConfig = {
    kind: 'resnet',
    imageSize: 32,
    inChannels: 3,
    outChannels: 3,
    filters: 2,
    norm: 'instance',
    dropout: 0,
    blocks: 2,
  };

  test.each<[string, TorchForm, GeneratorConfig, string]>([
    ['another norm', 'pytorch-gan', { ...UNET, norm: 'batch' }, 'Expected instance norm,'],
    ['a ResNet', 'pytorch-gan', resnet, "Expected PyTorch-GAN's U-Net, got a generator of the kind 'resnet'."],
    ["junyanz's blocks", 'pytorch-gan', { ...UNET, wiring: 'junyanz' }, "Expected PyTorch-GAN's U-Net, got that of"],
    ["PyTorch-GAN's blocks", 'junyanz', UNET, 'Expected a U-Net of pytorch-CycleGAN-and-pix2pix, got PyTorch-GAN'],
    ['biases without a norm', 'junyanz', { ...resnet, norm: 'none' }, 'Expected no bias, as pytorch-CycleGAN'],
  ])('%s to %s', (_, form, config, line) => {
    const message = refusal(form, config);
    expect(message.slice(0, line.length)).toBe(line);
    expect(message).not.toContain('\n');
  });

  test('and so are tensors of another network', () => {
    const { metadata, values } = formulaGenerator(UNET);
    const { 'up2.weight': _, ...others } = values;
    expect(() => generatorForTorch('pytorch-gan', { metadata, values: others })).toThrow(
      'Expected 4096 values for "up2.weight", got none. Give all tensors of the generator.',
    );
  });
});
