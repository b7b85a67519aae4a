import { expect, test } from '@jest/globals';
import { runKernel } from '../testing/run-kernel.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const { abs, exp, expm1, log1p, PI, sqrt } = Math;
const scale = 1.0507009873554805;

/** In float64. */
const formulas: [name: string, f: (x: number) => number][] = [
  ['Acos', Math.acos],
  ['Acosh', Math.acosh],
  ['Asin', Math.asin],
  ['Asinh', Math.asinh],
  ['Atan', Math.atan],
  ['Atanh', Math.atanh],
  ['Cos', Math.cos],
  ['Cosh', Math.cosh],
  ['Elu', (x) => (x >= 0 ? x : expm1(x))],
  ['Erf', erf],
  ['Exp', exp],
  ['Expm1', expm1],
  ['Log', Math.log],
  ['Log1p', log1p],
  ['Relu6', (x) => Math.min(Math.max(x, 0), 6)],
  ['Selu', (x) => scale * (x >= 0 ? x : 1.6732632423543772 * expm1(x))],
  ['Sigmoid', (x) => 1 / (1 + exp(-x))],
  ['Sin', Math.sin],
  ['Sinh', Math.sinh],
  ['Softplus', (x) => (x > 100 ? x : log1p(exp(x)))],
  ['Tan', Math.tan],
  ['Tanh', Math.tanh],
];

/** Its series, which loses digits where x is large. */
function erf(x: number): number {
  const a = abs(x);
  if (a > 4) return Math.sign(x); // to 2e-8
  let [sum, term] = [0, x];
  for (let n = 0; n < 200; n++) {
    sum += term / (2 * n + 1);
    term *= (-x * x) / (n + 1);
  }
  return (2 / sqrt(PI)) * sum;
}

const sizes = [
  1e-30, 1e-20, 1e-10, 1e-7, 1e-6, 1e-5, 1e-3, 0.01, 0.1, 0.3, 0.39, 0.41, 0.45, 0.5, 0.55, 0.7, 0.9, 0.999, 1, 1.1,
  1.5, 2, 2.5, 3, 3.5, 5, 5.9, 8, 10, 15, 19, 21, 30, 50, 88, 89, 100, 1000, 3e4, 9e4,
];
const steps = Array.from({ length: 150 }, (_, i) => (i + 0.37) / 17);
const positive = [0, infinity, ...sizes, ...steps];

test.each(formulas)('%s keeps its digits, next to 0 too, and what is not finite', async (name, formula) => {
  for (const values of [[...positive, nan], positive.map((x) => -x)]) {
    const x = { shape: [values.length], values: Float32Array.from(values) };
    const [y] = await runKernel('webgpu', name, { x });
    y?.values.forEach((got, i) => {
      const of = x.values[i] as number;
      expect([of, deviation(got, formula(of)) < 2e-6, got]).toEqual([of, true, got]);
    });
  }
});

/** Relative; infinite where only one of the two is finite, or a number. */
function deviation(got: number, exact: number): number {
  const expected = Math.fround(exact);
  if (Object.is(got, expected) || got === expected) return 0;
  if (abs(got) < SMALLEST && abs(expected) < SMALLEST) return 0; // WGSL lets denormal values go to 0
  const difference = abs(got - exact) / abs(exact);
  return Number.isNaN(difference) ? infinity : difference;
}

/** That is not denormal. */
const SMALLEST = 2 ** -126;

test('a tensor of another type goes to the stock kernel', async () => {
  const x = { shape: [3], values: Int32Array.of(0, 4, 9) };
  const [y] = await runKernel('webgpu', 'Relu6', { x });
  expect([...(y?.values ?? [])]).toEqual([0, 4, 6]);
});

test('sines far from 0 stay within one', async () => {
  const x = { shape: [4], values: Float32Array.of(1e6, -1e10, 1e20, 3e38) };
  for (const name of ['Sin', 'Cos']) {
    const [y] = await runKernel('webgpu', name, { x });
    for (const value of y?.values ?? []) expect(abs(value)).toBeLessThanOrEqual(1);
  }
});

test('the smallest number that is not denormal has a logarithm, and its negative has none', async () => {
  const x = { shape: [2], values: Float32Array.of(SMALLEST, -SMALLEST) };
  const [y] = await runKernel('webgpu', 'Log', { x });
  expect([...(y?.values ?? [])]).toEqual([Math.fround(-126 * Math.LN2), nan]);
});
