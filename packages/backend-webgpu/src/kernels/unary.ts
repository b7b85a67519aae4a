import { ELEMENTARY } from '../wgsl/elementary.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { runPointwise } from './run-pointwise.ts';

/**
 * What the stock backend computes from WGSL's functions as they are: some are off by 1e-4 or lose all digits next to 0,
 * and many give a number for NaN, so that a training run does not see that it has failed. Each is WGSL of x.
 */
const formulas: Readonly<Record<string, string>> = {
  Acos: 'acos_(x)',
  Acosh: 'acosh_(x)',
  Asin: 'asin_(x)',
  Asinh: 'asinh_(x)',
  Atan: 'atan_(x)',
  Atanh: 'atanh_(x)',
  Cos: 'cos_(x)',
  Cosh: 'cosh_(x)',
  Elu: 'select(expm1_(x), x, x >= T())',
  Erf: 'erf_(x)',
  Exp: 'exp_(x)',
  Expm1: 'expm1_(x)',
  Log: 'log_(x)',
  Log1p: 'log1p_(x)',
  Relu6: 'keepNan(clamp(x, T(), T(6)), x)',
  Selu: 'select(1.7580993408 * expm1_(x), 1.0507009874 * x, x >= T())',
  Sigmoid: 'sigmoid_(x)',
  Sin: 'sin_(x)',
  Sinh: 'sinh_(x)',
  Softplus: 'softplus_(x)',
  Tan: 'tan_(x)',
  Tanh: 'tanh_(x)',
};

export const unaryKernels: readonly OwnKernel[] = Object.entries(formulas).map(([name, formula]) => {
  const shader = {
    name,
    outputs: ['y'],
    inputs: ['given'],
    functions: ELEMENTARY,
    code: `let x = given[i]; y[i] = ${formula};`,
  };
  return {
    name,
    covers: 'a float32 tensor x',
    run({ backend, inputs: { x } }) {
      if (!isFloat(x)) return undefined;
      const y = backend.makeOutput(x.shape);
      runPointwise(backend, shader, [y], [x]);
      return y;
    },
  };
});
