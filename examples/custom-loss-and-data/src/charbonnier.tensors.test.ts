import { expect, test } from '@jest/globals';
import { grad, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { charbonnier } from './charbonnier.ts';

test('the Charbonnier loss and its gradient follow their formula, also where output and target are equal', () => {
  const [output, target] = [
    [0.5, -0.25, 0.1, 1],
    [0.5, 0.25, 0.09, -1],
  ] as const;
  const roots = output.map((value, i) => Math.hypot(value - (target[i] as number), 0.01));
  const loss = charbonnier(tensor([...output]), tensor([...target]));
  expect(loss.dataSync()[0]).toBeCloseTo(roots.reduce((sum, root) => sum + root, 0) / 4, 6);
  const slopes = grad((x: Tensor) => charbonnier(x, tensor([...target])))(tensor([...output])).dataSync();
  roots.forEach((root, i) => {
    expect(slopes[i]).toBeCloseTo(((output[i] as number) - (target[i] as number)) / root / 4, 5);
  });
});
