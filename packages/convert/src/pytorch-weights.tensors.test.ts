import { describe, expect, test } from '@jest/globals';
import { shorterSide } from '@pix2pix-ts/common';
import { applyDiscriminator, applyGenerator, checkTensors, generatorTensors } from '@pix2pix-ts/models';
import { distanceFromSamples, formulaImage, readForeignFile, readForeignOutputs } from '@pix2pix-ts/reference';
import { type Tensor, type Tensor4D, tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { type ConvertedTensor, convertDiscriminator, convertGenerator } from './index.ts';

const outputs = readForeignOutputs();
/** The engines differ from PyTorch, and from each other, in the order in which they sum. */
const TOLERANCE = 1e-5;

function tensorsOf(converted: readonly ConvertedTensor[]): Record<string, Tensor> {
  return Object.fromEntries(converted.map(({ name, shape, values }) => [name, tensor(values(), [...shape])]));
}

function image(name: string, size: number): Tensor4D {
  return tensor4d(formulaImage(name, size), [1, size, size, 3]);
}

/** How far our generator with a file's weights is from what PyTorch made of the same image. */
function generatorDistance(file: string, name: string, statistics: 'running' | 'image', imageSize?: number): number {
  const { metadata, tensors } = convertGenerator(readForeignFile(file), { imageSize });
  const expected = outputs[name]?.[statistics];
  if (!expected) throw new Error(`Expected outputs of ${name}, got none.`);
  return tidy(() => {
    const named = tensorsOf(tensors);
    checkTensors(generatorTensors(metadata.generator), named);
    const mode = { statistics: statistics === 'image' ? 'batch' : 'running' } as const;
    const y = applyGenerator(
      metadata.generator,
      named,
      image('foreign.a', shorterSide(metadata.generator.imageSize)),
      mode,
    );
    return distanceFromSamples(name, y.dataSync(), expected);
  });
}

describe('a generator with weights of a file gives what PyTorch gives', () => {
  test.each([
    ['gan-unet', 'U-Net 64 of PyTorch-GAN, instance norm, 2 filters'],
    ['junyanz-unet-batch', 'U-Net 128 of pytorch-CycleGAN-and-pix2pix, batch norm, 1 filters'],
    ['junyanz-unet-instance', 'U-Net 64 of pytorch-CycleGAN-and-pix2pix, instance norm, 2 filters'],
    ['junyanz-unet-none', 'U-Net 32 of pytorch-CycleGAN-and-pix2pix, no norm, 2 filters'],
    ['junyanz-resnet-batch', 'ResNet of 6 blocks of pytorch-CycleGAN-and-pix2pix, batch norm, 2 filters'],
    ['early-gan-unet-instance', 'U-Net of PyTorch-GAN before May 2018, 5 levels, instance norm, 2 filters'],
    ['early-gan-unet-batch', 'U-Net of PyTorch-GAN before May 2018, 4 levels, batch norm, 2 filters'],
    ['junyanz-resnet-instance', 'ResNet of 9 blocks of pytorch-CycleGAN-and-pix2pix, instance norm, 2 filters'],
    ['junyanz-resnet-no-dropout', 'ResNet of 6 blocks of pytorch-CycleGAN-and-pix2pix, batch norm, 2 filters'],
  ])('%s, in eval() and in train()', (name, description) => {
    expect(convertGenerator(readForeignFile(`${name}.pth`)).description).toBe(description);
    const size = name === 'early-gan-unet-instance' ? 64 : /resnet|early/.test(name) ? 32 : undefined;
    expect(generatorDistance(`${name}.pth`, name, 'running', size)).toBeLessThan(TOLERANCE);
    expect(generatorDistance(`${name}.pth`, name, 'image', size)).toBeLessThan(TOLERANCE);
  });

  test.each([
    ['affinelayer', 'U-Net 32 of pix2pix-tensorflow, batch norm, 2 filters'],
    ['affinelayer-older', 'U-Net 64 of pix2pix-tensorflow, batch norm, 2 filters'],
  ])('%s.pict, by the image’s own statistics', (name, description) => {
    expect(convertGenerator(readForeignFile(`${name}.pict`)).description).toBe(description);
    expect(generatorDistance(`${name}.pict`, name, 'image')).toBeLessThan(TOLERANCE);
  });

  test.each(['parallel.pth', 'distributed.pth', 'older-stream.pth', 'checkpoint.pth', 'strided.pth'])(
    'and so it does from the same network in %s',
    (file) => {
      expect(generatorDistance(file, 'gan-unet', 'running')).toBeLessThan(TOLERANCE);
    },
  );

  test.each([
    ['half.pth', 2 ** -11],
    ['bfloat16.pth', 2 ** -8],
  ])('the weights in %s are the ones in float32, rounded', (file, step) => {
    const rounded = convertGenerator(readForeignFile(file)).tensors;
    convertGenerator(readForeignFile('gan-unet.pth')).tensors.forEach(({ values }, i) => {
      const other = (rounded[i] as ConvertedTensor).values();
      const excess = values().map((value, j) => {
        const distance = Math.abs((other[j] as number) - value);
        return distance - Math.max(step * Math.abs(value), 2 ** -25);
      });
      expect(Math.max(...excess)).toBeLessThanOrEqual(0);
    });
  });
});

describe('a discriminator with weights of a PyTorch file gives what PyTorch gives', () => {
  test.each([
    ['gan-patch', 'PatchGAN discriminator of PyTorch-GAN, instance norm, 2 filters'],
    ['junyanz-patch-batch', 'PatchGAN discriminator of pytorch-CycleGAN-and-pix2pix, 3 layers, batch norm, 2 filters'],
    [
      'junyanz-patch-instance',
      'PatchGAN discriminator of pytorch-CycleGAN-and-pix2pix, 4 layers, instance norm, 2 filters',
    ],
    ['junyanz-pixel-batch', 'pixel discriminator of pytorch-CycleGAN-and-pix2pix, batch norm, 4 filters'],
    ['junyanz-pixel-instance', 'pixel discriminator of pytorch-CycleGAN-and-pix2pix, instance norm, 4 filters'],
  ])('%s', (name, expected) => {
    const { description, config, tensors } = convertDiscriminator(readForeignFile(`${name}.pth`));
    expect(description).toBe(expected);
    const distance = tidy(() => {
      const [target, condition] = [image('foreign.b', 64), image('foreign.a', 64)];
      const [logits] = applyDiscriminator(config, tensorsOf(tensors), target, condition);
      return distanceFromSamples(name, logits.dataSync(), outputs[name]?.running ?? { size: 0, samples: [] });
    });
    expect(distance).toBeLessThan(TOLERANCE);
  });
});
