import { expect, test } from '@jest/globals';
import { runKernel, someValues, worstError } from '../testing/run-kernel.ts';

const shapes = [[1], [3, 5], [2, 4, 4, 3], [2, 31, 17, 5]];
const bits = (values: ArrayLike<number>) => Array.from(values);

test.each(shapes)('LeakyReluGrad passes a share where x is not above zero: [%j, %j, %j, %j]', async (...shape) => {
  const given = { dy: someValues(known(shape), 1), x: someValues(known(shape), 2) };
  given.x.values[0] = 0;
  const [dx] = await runKernel('webgpu', 'LeakyReluGrad', given, { alpha: 0.25 });
  expect(bits(dx?.values ?? [])).toEqual(
    bits(given.dy.values.map((dy, i) => ((given.x.values[i] ?? 0) > 0 ? dy : dy * 0.25))),
  );
});

test.each(shapes)('ReluGrad drops what was not above zero: [%j, %j, %j, %j]', async (...shape) => {
  const given = { dy: someValues(known(shape), 1), y: someValues(known(shape), 2) };
  given.y.values[0] = 0;
  const [dx] = await runKernel('webgpu', 'ReluGrad', given);
  given.dy.values.forEach((dy, i) => {
    expect((dx?.values[i] as number) + 0).toBe((given.y.values[i] ?? 0) > 0 ? dy : 0);
  });
});

test.each(shapes)('TanhGrad is dy * (1 - y^2): [%j, %j, %j, %j]', async (...shape) => {
  const given = { dy: someValues(known(shape), 1), y: someValues(known(shape), 2) };
  const [dx] = await runKernel('webgpu', 'TanhGrad', given);
  const expected = given.dy.values.map((dy, i) => dy * (1 - (given.y.values[i] as number) ** 2));
  expect(worstError(dx?.values ?? [], expected)).toBeLessThan(2e-7);
});

test('what is not finite stays so, also where the activation drops it', async () => {
  const dy = { shape: [3], values: Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, 1) };
  const y = { shape: [3], values: Float32Array.of(-1, 0, -1) };
  const [relu] = await runKernel('webgpu', 'ReluGrad', { dy, y });
  expect(bits(relu?.values ?? [])).toEqual([Number.NaN, Number.NaN, 0]);
  const [leaky] = await runKernel('webgpu', 'LeakyReluGrad', { dy, x: y }, { alpha: 0.5 });
  expect(bits(leaky?.values ?? [])).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 0.5]);
});

function known(shape: (number | undefined)[]): number[] {
  return shape.filter((size) => size !== undefined);
}
