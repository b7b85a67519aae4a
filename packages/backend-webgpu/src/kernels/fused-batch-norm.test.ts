import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runKernel, someValues, type Values, worstError } from '../testing/run-kernel.ts';

async function expectFormula(shape: number[], parameters: readonly string[], middle: number): Promise<void> {
  const channels = shape.at(-1) as number;
  const [x, mean] = [someValues(shape, 1), someValues([channels], 2)];
  for (const { values } of [x, mean])
    values.forEach((value, i) => {
      values[i] = value + middle;
    });
  const variance = { shape: [channels], values: someValues([channels], 3).values.map((value) => value * value) };
  const given = Object.fromEntries(parameters.map((name) => [name, someValues([channels], 4 + name.length)]));
  const at = (tensor: Values | undefined, channel: number, otherwise: number) => tensor?.values[channel] ?? otherwise;
  const expected = Array.from(x.values, (value, i) => {
    const channel = i % channels;
    const std = Math.sqrt(at(variance, channel, 0) + 0.01);
    return ((value - at(mean, channel, 0)) / std) * at(given.scale, channel, 1) + at(given.offset, channel, 0);
  });
  const inputs = { x, mean, variance, ...given };
  const [y] = (await runKernel('webgpu', 'FusedBatchNorm', inputs, { varianceEpsilon: 0.01 })) as [Values];
  expect(y.shape).toEqual(shape);
  expect(worstError(y.values, expected, 1)).toBeLessThan(2e-6);
}

test.each([[['offset']], [['scale']], [[]], [['scale', 'offset']]])(
  'FusedBatchNorm is its formula, whichever of its parameters came before: %j',
  async (parameters) => {
    const size = fc.integer({ min: 1, max: 6 });
    const shape = fc.tuple(size, size, size, fc.integer({ min: 1, max: 40 }));
    await fc.assert(
      fc.asyncProperty(shape, fc.constantFrom(0, 1000), (shape, middle) => expectFormula(shape, parameters, middle)),
      { numRuns: 12, seed: 1 },
    );
  },
);

test('many pixels are shared out among workgroups', async () => {
  await expectFormula([2, 33, 65, 3], ['scale', 'offset'], 0);
  await expectFormula([0, 4, 4, 3], ['scale'], 0);
});
