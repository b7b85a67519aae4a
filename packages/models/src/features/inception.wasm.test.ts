import { describe, expect, test } from '@jest/globals';
import { distanceFromSamples, featureWeights, formulaImage, readFeaturesFixture } from '@pix2pix-ts/reference';
import { dispose, memory, type Tensor, tensor, tensor4d, transpose } from '@tensorflow/tfjs-core';
import { checkTensors } from '../named-tensors.ts';
import { applyInception, INCEPTION_FEATURES, inceptionTensors } from './inception.ts';

/** The formula's weights of PyTorch, each batch norm moved into the convolution before it. */
function weights(): Record<string, Tensor> {
  const made: Record<string, Tensor> = {};
  for (const [name, { shape }] of Object.entries(inceptionTensors())) {
    const layer = name.slice(0, name.lastIndexOf('.'));
    const channels = shape.at(-1) as number;
    const [scale, offset, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
      featureWeights('inception', `${layer}.bn.${part}`, [channels]),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const factor = (channel: number) => (scale[channel] as number) / Math.sqrt((variance[channel] as number) + 0.001);
    if (shape.length === 1) {
      made[name] = tensor(offset.map((value, i) => value - (mean[i] as number) * factor(i)));
      continue;
    }
    const [height, width, inputs, outputs] = shape as [number, number, number, number];
    const kernel = featureWeights('inception', `${layer}.conv.weight`, [outputs, inputs, height, width]);
    const each = inputs * height * width;
    for (let channel = 0; channel < outputs; channel++) {
      const by = factor(channel);
      for (let i = channel * each; i < (channel + 1) * each; i++) kernel[i] = (kernel[i] as number) * by;
    }
    made[name] = transpose(tensor(kernel, [outputs, inputs, height, width]), [2, 3, 1, 0]);
  }
  return made;
}

describe('InceptionV3', () => {
  test('has 94 convolutions, and gives the features that PyTorch gives of images made larger and smaller', () => {
    const tensors = weights();
    expect(Object.keys(tensors)).toHaveLength(2 * 94);
    checkTensors(inceptionTensors(), tensors);
    const before = memory().numTensors;
    for (const expected of readFeaturesFixture().inception) {
      const { width, height, largest } = expected;
      const image = tensor4d(formulaImage('features.image', { width, height }), [1, height, width, 3]);
      const features = applyInception(tensors, image);
      expect(features.shape).toEqual([1, INCEPTION_FEATURES]);
      expect(distanceFromSamples('inception', features.dataSync(), expected) / largest).toBeLessThan(2e-6);
      dispose([image, features]);
    }
    expect(memory().numTensors).toBe(before);
    dispose(tensors);
  });
});
