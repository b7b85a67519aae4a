import { describe, expect, test } from '@jest/globals';
import { applyGenerator, checkTensors, generatorTensors } from '@pix2pix-ts/models';
import { distanceFromSamples, formulaImage, readLayersModel, readLayersModelOutputs } from '@pix2pix-ts/reference';
import { tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { convertGenerator } from '../index.ts';

const outputs = readLayersModelOutputs();
const TOLERANCE = 1e-5;

function distance(name: string, statistics: 'running' | 'image'): number {
  const { bytes, files } = readLayersModel(name);
  const { metadata, tensors } = convertGenerator(bytes, { files });
  const expected = outputs[name]?.[statistics] ?? { size: 0, samples: [] };
  return tidy(() => {
    const named = Object.fromEntries(tensors.map(({ name, shape, values }) => [name, tensor(values(), [...shape])]));
    checkTensors(generatorTensors(metadata.generator), named);
    const x = tensor4d(formulaImage('foreign.a', 32), [1, 32, 32, 3]);
    const mode = { statistics: statistics === 'image' ? 'batch' : 'running' } as const;
    return distanceFromSamples(name, applyGenerator(metadata.generator, named, x, mode).dataSync(), expected);
  });
}

describe('a generator of a layers model gives what Keras gives', () => {
  test.each([
    ['tutorial', 'U-Net 32 as in the TensorFlow tutorial in a TensorFlow.js layers model, batch norm, 2 filters'],
    ['affinelayer', 'U-Net 32 as in pix2pix-tensorflow in a TensorFlow.js layers model, batch norm, 2 filters'],
  ])('%s, by running statistics and by the image’s own', (name, description) => {
    const { bytes, files } = readLayersModel(name);
    expect(convertGenerator(bytes, { files })).toMatchObject({ description, metadata: { statistics: 'running' } });
    expect(distance(name, 'running')).toBeLessThan(TOLERANCE);
    expect(distance(name, 'image')).toBeLessThan(TOLERANCE);
  });
});
