import { describe, expect, test } from '@jest/globals';
import {
  grads,
  memory,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tensor1d,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { batchNorm } from './index.ts';

const shape: [number, number, number, number] = [2, 2, 2, 3];
const x = () =>
  tensor4d([1, -2, 3, 0.5, 4, -1, 2, 0, 1, -3, 1, 2.5, 0, 1, -2, 1.5, -1, 0.25, 3, 2, 5, -0.5, -4, 1], shape);
const scale = () => tensor1d([0.5, -1.5, 2]);
const offset = () => tensor1d([1, 0, -0.25]);
const weights = () =>
  tensor4d(
    [...Array(24).keys()].map((i) => (i % 7) - 3),
    shape,
  );

// torch.nn.functional.batch_norm in float64, PyTorch 2.13.
const torch = {
  y: [
    1.128402, 1.376869, 1.442839, 0.981657, -2.510762, -2.358624, 1.421893, 0.080992, -0.457893, -0.045562, -0.566946,
    0.967656, 0.834911, -0.566946, -3.30899, 1.275148, 0.728931, -1.170667, 1.715384, -1.214885, 3.343571, 0.688166,
    2.672746, -0.457893,
  ],
  dx: [
    -0.821222, 0.35514, -1.630394, 0.117317, 0.610155, 3.014554, 0.823592, 1.736022, -1.683835, 0.230288, 0.158678,
    0.494569, 0.762365, -1.785137, -1.288813, -0.585797, 0.073673, 0.553244, 0.120478, -0.770727, 1.274144, -0.647024,
    -0.377804, -0.733469,
  ],
  dScale: [5.392898, 10.475006, 7.944465],
  dOffset: [-3, -2, -1],
};

const close = (tensor: Tensor, expected: readonly number[], within = 5e-6) =>
  tensor.dataSync().forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(within);
  });

describe('batchNorm', () => {
  test("gives PyTorch's numbers and gradients", () => {
    close(batchNorm(x(), { scale: scale(), offset: offset() }), torch.y);
    const weighted = (t: Tensor, s: Tensor, b: Tensor) =>
      sum(mul(batchNorm(t as Tensor4D, { scale: s as Tensor1D, offset: b as Tensor1D }), weights()));
    const [dx, dScale, dOffset] = grads(weighted)([x(), scale(), offset()]) as [Tensor, Tensor, Tensor];
    close(dx, torch.dx);
    close(dScale, torch.dScale);
    close(dOffset, torch.dOffset);
  });

  test('without a scale and an offset only normalises', () => {
    const plain = torch.y.map(
      (value, i) => (value - ([1, 0, -0.25][i % 3] as number)) / ([0.5, -1.5, 2][i % 3] as number),
    );
    close(batchNorm(x()), plain);
  });

  test('the epsilon is added to the variance', () => {
    const [y] = batchNorm(tensor4d([-1, 1], [2, 1, 1, 1]), { epsilon: 3 }).dataSync();
    expect(y).toBeCloseTo(-0.5, 6);
  });

  test('leaves no tensor behind but its result', () => {
    const inputs = [x(), scale(), offset()] as const;
    const before = memory().numTensors;
    batchNorm(inputs[0], { scale: inputs[1], offset: inputs[2] }).dispose();
    batchNorm(inputs[0]).dispose();
    const all = grads((t: Tensor) => sum(batchNorm(t as Tensor4D)))([inputs[0]]);
    for (const gradient of all) gradient.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
