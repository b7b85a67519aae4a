import { describe, expect, test } from '@jest/globals';
import { applyGenerator, checkTensors, generatorTensors } from '@pix2pix-ts/models';
import { distanceFromSamples, formulaImage, readOnnxModel, readOnnxOutputs } from '@pix2pix-ts/reference';
import { tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { convertGenerator } from '../index.ts';

const outputs = readOnnxOutputs();
const TOLERANCE = 1e-5;

describe('a generator of an ONNX model gives what PyTorch gives in eval()', () => {
  test.each([
    ['gan-unet.onnx', 'U-Net 32 as in PyTorch-GAN in an ONNX model, instance norm, 2 filters'],
    ['gan-unet.dynamo.onnx', 'U-Net 32 as in PyTorch-GAN in an ONNX model, instance norm, 2 filters'],
    [
      'junyanz-unet-batch.norms.onnx',
      'U-Net 32 as in pytorch-CycleGAN-and-pix2pix in an ONNX model, batch norm, 2 filters',
    ],
    ['junyanz-unet-batch.onnx', 'U-Net 32 as in pytorch-CycleGAN-and-pix2pix in an ONNX model, no norm, 2 filters'],
    [
      'junyanz-unet-batch.dynamo.onnx',
      'U-Net 32 as in pytorch-CycleGAN-and-pix2pix in an ONNX model, no norm, 2 filters',
    ],
    [
      'junyanz-unet-instance.onnx',
      'U-Net 32 as in pytorch-CycleGAN-and-pix2pix in an ONNX model, instance norm, 2 filters',
    ],
    [
      'junyanz-unet-affine.onnx',
      'U-Net 32 as in pytorch-CycleGAN-and-pix2pix in an ONNX model, instance norm with factors, 2 filters',
    ],
    ['junyanz-resnet-batch.onnx', 'ResNet of 2 blocks in an ONNX model, no norm, 2 filters'],
    ['junyanz-resnet-instance.onnx', 'ResNet of 2 blocks in an ONNX model, instance norm, 2 filters'],
    ['junyanz-resnet-instance.dynamo.onnx', 'ResNet of 2 blocks in an ONNX model, instance norm, 2 filters'],
  ])('%s', (file, description) => {
    const { bytes, files } = readOnnxModel(file);
    const {
      description: recognised,
      metadata,
      tensors,
    } = convertGenerator(bytes, { files, ...(file.includes('resnet') && { imageSize: 32 }) });
    expect(recognised).toBe(description);
    const name = file.slice(0, file.indexOf('.'));
    const distance = tidy(() => {
      const named = Object.fromEntries(tensors.map(({ name, shape, values }) => [name, tensor(values(), [...shape])]));
      checkTensors(generatorTensors(metadata.generator), named);
      const x = tensor4d(formulaImage('foreign.a', 32), [1, 32, 32, 3]);
      const y = applyGenerator(metadata.generator, named, x, { statistics: 'running' });
      return distanceFromSamples(name, y.dataSync(), outputs[name]?.running ?? { size: 0, samples: [] });
    });
    expect(distance).toBeLessThan(TOLERANCE);
  });
});
