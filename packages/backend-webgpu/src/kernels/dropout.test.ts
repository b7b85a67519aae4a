import { expect, test } from '@jest/globals';
import { runKernel, someValues } from '../testing/run-kernel.ts';

test.each([[[1, 2, 2, 3]], [[2, 5, 4, 8]], [[0, 4]]])('Dropout scales what the mask keeps: %j', async (shape) => {
  const x = someValues(shape, 1);
  const mask = { shape, values: x.values.map((_, i) => (i % 3 === 0 ? 0 : 1)) };
  const [y] = await runKernel('webgpu', 'Dropout', { x, mask }, { rate: 0.75 });
  expect(Array.from(y?.values ?? [], (value) => value + 0)).toEqual(
    Array.from(x.values, (value, i) => value * (mask.values[i] as number) * 4 + 0),
  );
});
