import { beforeAll, describe, expect, test } from '@jest/globals';
import { distanceFromSamples, featureWeights, formulaImages, readFeaturesFixture } from '@pix2pix-ts/reference';
import {
  dispose,
  grad,
  mean,
  memory,
  ones,
  type Tensor,
  type Tensor4D,
  tensor,
  tensor4d,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import { checkTensors } from '../named-tensors.ts';
import { lpipsDistance, lpipsTensors } from './lpips.ts';

const ALEXNET_LAYERS = [0, 3, 6, 8, 10];

function weights(): Record<string, Tensor> {
  const made: Record<string, Tensor> = {};
  for (let layer = 1; layer <= 5; layer++) {
    const shapes = Object.fromEntries(Object.entries(lpipsTensors()).map(([name, { shape }]) => [name, shape]));
    const [height, width, inputs, outputs] = shapes[`conv${layer}.weight`] as [number, number, number, number];
    const key = `features.${ALEXNET_LAYERS[layer - 1]}`;
    const kernel = featureWeights('alexnet', `${key}.weight`, [outputs, inputs, height, width]);
    made[`conv${layer}.weight`] = transpose(tensor(kernel, [outputs, inputs, height, width]), [2, 3, 1, 0]);
    made[`conv${layer}.bias`] = tensor(featureWeights('alexnet', `${key}.bias`, [outputs]));
    made[`lin${layer}`] = tensor(featureWeights('lpips', `lin${layer - 1}.model.1.weight`, [outputs]));
  }
  checkTensors(lpipsTensors(), made);
  return made;
}

describe('LPIPS', () => {
  const { size, distances, gradient } = readFeaturesFixture().lpips;
  let tensors: Record<string, Tensor>;
  beforeAll(() => {
    tensors = weights();
  });
  const images = (name: string) =>
    tensor4d(formulaImages(`features.${name}`, distances.length, size), [distances.length, size, size, 3]);

  test('is what PyTorch gives, and so is its gradient in the images', () => {
    const [x, y] = [images('x'), images('y')];
    const before = memory().numTensors;
    const found = lpipsDistance(tensors, x, y);
    const off = distances.map((distance, i) => Math.abs((found.dataSync()[i] as number) / distance - 1));
    expect(Math.max(...off)).toBeLessThan(1e-5);
    const dx = grad((image) => mean(lpipsDistance(tensors, image as Tensor4D, y)))(x);
    expect(distanceFromSamples('lpips.gradient', dx.dataSync(), gradient) / gradient.largest).toBeLessThan(1e-3);
    dispose([found, dx]);
    expect(memory().numTensors).toBe(before);
    dispose([x, y]);
  });

  test('of equal images is 0, and has a finite gradient where no feature answers', () => {
    const x = images('x');
    expect(Math.max(...lpipsDistance(tensors, x, x).dataSync())).toBe(0);
    const dead = Object.fromEntries(Object.entries(tensors).map(([name, each]) => [name, zeros(each.shape)]));
    const dx = grad((image) => mean(lpipsDistance(dead, image as Tensor4D, images('y'))))(x);
    expect(dx.dataSync().every((value) => value === 0)).toBe(true);
  });

  test('refuses images of two sizes, and smaller ones than its pools take', () => {
    const [x, y] = [ones([1, 32, 32, 3]), ones([1, 32, 40, 3])] as [Tensor4D, Tensor4D];
    expect(() => lpipsDistance({}, x, y)).toThrow('Expected images of one shape, got [1,32,32,3] and [1,32,40,3].');
    const small = ones([1, 64, 30, 3]) as Tensor4D;
    expect(() => lpipsDistance({}, small, small)).toThrow('Expected images of at least 31x31 for LPIPS, got 30x64.');
    const least = ones([1, 31, 31, 3]) as Tensor4D;
    expect(lpipsDistance(tensors, least, least).dataSync()[0]).toBe(0);
  });
});
