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

const activated = [
  {
    activation: 'relu',
    y: [
      1.128402, 1.376869, 1.442839, 0.981657, 0.0, 0.0, 1.421893, 0.080992, 0.0, 0.0, 0.0, 0.967656, 0.834911, 0.0, 0.0,
      1.275148, 0.728931, 0.0, 1.715384, 0.0, 3.343571, 0.688166, 2.672746, 0.0,
    ],
    dx: [
      -0.838207, 0.198349, -1.824869, 0.077817, 0.171901, 0.288985, 0.851638, 1.269431, -0.292759, 0.326671, -0.462814,
      0.221299, 0.700349, -0.462814, 0.579857, -0.580267, -0.238018, -0.074605, 0.193555, -0.251242, 1.39485, -0.731555,
      -0.224793, -0.292759,
    ],
    dScale: [3.301774, 6.047426, 5.152765],
    dOffset: [-2.0, -8.0, 3.0],
  },
  {
    activation: 'leakyRelu',
    y: [
      1.128402, 1.376869, 1.442839, 0.981657, -0.502152, -0.471725, 1.421893, 0.080992, -0.091579, -0.009112, -0.113389,
      0.967656, 0.834911, -0.113389, -0.661798, 1.275148, 0.728931, -0.234133, 1.715384, -0.242977, 3.343571, 0.688166,
      2.672746, -0.091579,
    ],
    dx: [
      -0.83481, 0.229707, -1.785974, 0.085717, 0.259551, 0.834099, 0.846029, 1.362749, -0.570974, 0.307394, -0.338515,
      0.275953, 0.712752, -0.727278, 0.206123, -0.581373, -0.17568, 0.050965, 0.178939, -0.355139, 1.370709, -0.714649,
      -0.255395, -0.380901,
    ],
    dScale: [3.719999, 6.932942, 5.711105],
    dOffset: [-2.2, -6.8, 2.2],
  },
] as const;

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

  // torch.nn.functional.relu and leaky_relu of it, slope 0.2, in float64.
  test.each(activated)(
    "with $activation after it gives PyTorch's numbers and gradients",
    ({ activation, ...expected }) => {
      const norm = (t: Tensor, s: Tensor, b: Tensor) =>
        batchNorm(t as Tensor4D, { scale: s as Tensor1D, offset: b as Tensor1D, activation });
      close(norm(x(), scale(), offset()), expected.y);
      const weighted = (t: Tensor, s: Tensor, b: Tensor) => sum(mul(norm(t, s, b), weights()));
      const [dx, dScale, dOffset] = grads(weighted)([x(), scale(), offset()]) as [Tensor, Tensor, Tensor];
      close(dx, expected.dx);
      close(dScale, expected.dScale);
      close(dOffset, expected.dOffset);
    },
  );

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
    batchNorm(inputs[0], { activation: 'relu' }).dispose();
    for (const gradient of grads((t: Tensor) => sum(batchNorm(t as Tensor4D, { activation: 'relu' })))([inputs[0]]))
      gradient.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
