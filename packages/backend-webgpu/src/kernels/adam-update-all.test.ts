import { expect, test } from '@jest/globals';
import { engine, scalar, type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { runKernel, someValues, type Values } from '../testing/run-kernel.ts';

const numbers = { learningRate: 1e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 3 };

type Quad = [Values, Values, Values, Values];

/** Runs both kernels on the same values: all tensors in one call, and one after the other. */
async function expectAsOneByOne(shapes: number[][]): Promise<void> {
  const quads = shapes.map((shape, i) => {
    const [param, m, root, gradient] = [1, 2, 3, 4].map((part) => someValues(shape, 10 * i + part)) as Quad;
    const v = { shape, values: root.values.map((value) => value * value) };
    return [param, m, v, gradient] as const;
  });
  const tensors = quads.flat().map(({ values, shape }) => tensor(values, shape));
  engine().runKernel('AdamUpdateAll', tensors as never, numbers);
  for (const [i, quad] of quads.entries()) {
    const [param, m, v, gradient] = quad;
    const expected = await runKernel('webgpu', 'AdamUpdate', { param, m, v, gradient }, numbers);
    for (const [part, { values }] of expected.entries())
      expect([...(await (tensors[4 * i + part] as Tensor).data())]).toEqual([...values]);
  }
  for (const each of tensors) each.dispose();
}

test('AdamUpdateAll moves each parameter as AdamUpdate does, for any number of them', async () => {
  const shape = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 });
  await fc.assert(fc.asyncProperty(fc.array(shape, { maxLength: 9 }), expectAsOneByOne), { numRuns: 15, seed: 1 });
});

test('large and small parameters, and empty ones, are moved in the same call', async () => {
  await expectAsOneByOne([[64, 64, 9], [3], [4], [0, 5], [70_001], [16, 16, 8], [1]]);
});

test('parameters that share their place with equal tensors leave those as they are', async () => {
  const [params, gradient, other] = [[scalar(0.25), scalar(0.25)], scalar(0.25), scalar(0.25)] as const;
  const tensors = params.flatMap((param) => [param, scalar(0), scalar(0), gradient]);
  engine().runKernel('AdamUpdateAll', tensors as never, { ...numbers, step: 1 });
  for (const param of params) expect((await param.data())[0]).toBeCloseTo(0.249, 6);
  expect([(await gradient.data())[0], (await other.data())[0]]).toEqual([0.25, 0.25]);
});

test('a list that is not of such tensors is refused', () => {
  const tensors = [scalar(1), scalar(0), tensor([1, 2]), scalar(1)];
  expect(() => engine().runKernel('AdamUpdateAll', tensors as never, numbers)).toThrow(
    /Expected AdamUpdateAll to be given float32 tensors param, m, v and gradient of the same shape/,
  );
});
