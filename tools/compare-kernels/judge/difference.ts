import type { Outcome, Values } from '../kernel-case.ts';

/** How far values may be apart: so much, and so large a part of the expected one. */
export type Tolerance = { absolute: number; relative: number };

/** Sums of a few hundred products of numbers up to 4, in float32. */
const OF_SUMS: Tolerance = { absolute: 2e-4, relative: 2e-5 };
/** A function of one or two numbers; tfjs's own are polynomials. */
const OF_VALUES: Tolerance = { absolute: 2e-6, relative: 2e-5 };

/** Gradients that grow without bound near the edge of a function's domain. */
const STEEP: Tolerance = { absolute: 2e-4, relative: 1e-3 };

/** What the cpu backend says of calls that no backend may take. */
const isFault = /invalid|out of range|is not in|non-negative|overflow/i;

const steep = /^(Acos|Acosh|Asin|Atanh|Tan|Rsqrt|Reciprocal|Pow|Log|RealDiv)$/;
const sums =
  /Conv|Pool|MatMul|Resize|Norm|LRN|Sum|Mean|Prod|Softmax|Cum|AddN|Rotate|Transform|CropAndResize|Bincount|Scatter|Suppression/i;

/** What rounding may do to the values of a kernel, or to its gradients, which are sums wherever shapes broadcast. */
export function toleranceOf(kernel: string, gradient = false): Tolerance {
  if (gradient && steep.test(kernel)) return STEEP;
  return gradient || sums.test(kernel) ? OF_SUMS : OF_VALUES;
}

/** How an outcome differs from the one expected; `undefined` where it does not, or where one of them is a refusal. */
export function differenceOf(got: Outcome, expected: Outcome, tolerance: Tolerance): string | undefined {
  if ('broken' in got) return got.broken;
  if ('outputs' in got && 'refused' in expected && isFault.test(expected.refused))
    return `values where the cpu backend refuses: ${expected.refused}`;
  if (!('outputs' in got) || !('outputs' in expected)) return undefined;
  if (got.outputs.length !== expected.outputs.length)
    return `${got.outputs.length} outputs instead of ${expected.outputs.length}`;
  return got.outputs
    .map((each, i) => tensorDifference(each, expected.outputs[i] as Values, tolerance))
    .find((what) => what !== undefined);
}

function tensorDifference(got: Values, expected: Values, tolerance: Tolerance): string | undefined {
  const described = ({ dtype, shape }: Values) => `${dtype} [${shape}]`;
  if (described(got) !== described(expected)) return `${described(got)} instead of ${described(expected)}`;
  const at = expected.values.findIndex((value, i) => !isNear(got.values[i] as number, value, tolerance));
  return at < 0 ? undefined : `${got.values[at]} instead of ${expected.values[at]} at ${at} of ${described(got)}`;
}

function isNear(a: number, b: number, { absolute, relative }: Tolerance): boolean {
  return Object.is(a + 0, b + 0) || Math.abs(a - b) <= absolute + relative * Math.abs(b);
}
