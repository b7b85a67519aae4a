import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { runKernel, someValues, worstError } from '../testing/run-kernel.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** As JavaScript computes them, in float64. */
const formulas: [name: string, inputs: [string, string], f: (a: number, b: number) => number, tolerance: number][] = [
  ['Atan2', ['a', 'b'], Math.atan2, 1e-6],
  ['EluGrad', ['dy', 'y'], (dy, y) => (y >= 0 ? dy : dy * (y + 1)), 1e-6],
  ['Pow', ['a', 'b'], (a, b) => a ** b, 1e-5],
  ['Prelu', ['x', 'alpha'], (x, alpha) => (x < 0 ? alpha * x : x), 1e-6],
];

const edges = [0, -0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, -2.5, 7, -7, 30, 31, 32, -33, 1e-10, -1e-10, 1e5, -1e5];
const values = [...edges, infinity, -infinity, nan];

test.each(formulas)('%s is right for every pair of edge cases', async (name, inputs, formula, tolerance) => {
  const pairs = values.flatMap((a) => values.map((b) => [Math.fround(a), Math.fround(b)] as const));
  const input = (i: 0 | 1) => ({ shape: [pairs.length], values: Float32Array.from(pairs, (pair) => pair[i]) });
  const [result] = await runKernel('webgpu', name, { [inputs[0]]: input(0), [inputs[1]]: input(1) });
  pairs.forEach(([a, b], i) => {
    const got = result?.values[i] as number;
    const expected = formula(a, b);
    expect([a, b, isNear(got, expected, tolerance), got]).toEqual([a, b, true, got]);
  });
});

/** WGSL lets denormal values go to 0, in between too: their reciprocals are infinite then. */
function isNear(got: number, exact: number, tolerance: number): boolean {
  const expected = Math.fround(exact);
  if (Object.is(got, expected) || got === expected) return true;
  if (Math.abs(exact) < 2 ** -126) return Math.abs(got) < 2 ** -126;
  return Math.abs(got / expected - 1) < tolerance;
}

/** Two shapes that broadcast to one; the second one is the shorter one. */
const shapes = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('both', 'a', 'b')), { maxLength: 5 })
  .chain((axes) => {
    const shape = (of: string) => axes.map(([size, where]) => (where === 'both' || where === of ? size : 1));
    const leftOut = axes.findIndex(([, where]) => where !== 'a');
    return fc.tuple(fc.constant(shape('a')), fc.constant(shape('b').slice(leftOut < 0 ? axes.length : leftOut)));
  });

test.each([
  ['Pow', 'a', 'b'],
  ['Prelu', 'x', 'alpha'],
])('%s broadcasts as cpu does', async (name, first, second) => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.nat(), async ([a, b], seed) => {
      const inputs = { [first]: someValues(a, seed), [second]: someValues(b, seed + 1) };
      if (name === 'Pow')
        inputs[first]?.values.forEach((x, i, all) => {
          all[i] = Math.abs(x) + 0.1;
        });
      const [got] = await runKernel('webgpu', name, inputs);
      const [expected] = await runKernel('cpu', name, inputs);
      expect(got?.shape).toEqual(expected?.shape);
      expect(worstError(got?.values ?? [], expected?.values ?? [])).toBeLessThan(1e-6);
    }),
    { numRuns: 25, seed: 1 },
  );
});

test('a tensor without values gives one, and integers go to the stock kernel', async () => {
  const none = { shape: [0, 3], values: new Float32Array() };
  const [empty] = await runKernel('webgpu', 'Pow', { a: none, b: { shape: [3], values: Float32Array.of(1, 2, 3) } });
  expect(empty).toEqual({ shape: [0, 3], values: new Float32Array() });
  const whole = (...numbers: number[]) => ({ shape: [numbers.length], values: Int32Array.from(numbers) });
  const [powers] = await runKernel('webgpu', 'Pow', { a: whole(2, 3, -2), b: whole(10, 2, 3) });
  expect([...(powers?.values ?? [])]).toEqual([1024, 9, -8]);
});
