import type { NamedTensors } from '@pix2pix-ts/common/compiled-step';
import { add, dispose, div, keep, mul, sqrt, square, sub, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { type Changing, eachStep, valueNow } from './each-step.ts';
import { engineKernel } from './engine-kernel.ts';

/** @see createAdam */
export type AdamOptions = {
  /** Decay of the gradients' running mean. @default 0.5, as in pix2pix */
  beta1?: number;
  /** Decay of the squared gradients' running mean. @default 0.999 */
  beta2?: number;
  /** Added to the root of the second moment. @default 1e-8 */
  epsilon?: number;
};

/** What Adam remembers between steps; the tensors have the names and shapes of the parameters. */
export type AdamState = {
  /** Updates so far. */
  step: number;
  /** The running mean of the gradients. */
  m: NamedTensors;
  /** The running mean of their squares. */
  v: NamedTensors;
};

/** An Adam optimizer that owns the parameters it trains. */
export type Adam = {
  /** This step's parameters, owned by the optimizer; `update` may replace them or change them in place. */
  readonly params: NamedTensors;
  /** Moves the parameters one step against these gradients, which stay the caller's. */
  update(gradients: NamedTensors, learningRate: Changing<number>): void;
  /** The step count and the moments, owned by the optimizer and valid until the next update. */
  state(): AdamState;
  /** Frees the parameters and the moments. */
  dispose(): void;
};

/**
 * Adam (Kingma and Ba 2015, algorithm 1) with an explicit epsilon, as PyTorch computes it:
 * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
 * p -= rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
 *
 * Engines may offer the kernel `AdamUpdate` ({ param, m, v, gradient }, { learningRate, beta1, beta2, epsilon, step }),
 * which changes param, m and v in place, or `AdamUpdateAll`, which does so for all parameters in one call: a list of
 * [param, m, v, gradient, param, m, v, gradient, ...] with the same attributes.
 *
 * @param params the optimizer takes over these tensors.
 * @param state moments to continue from, taken over too; without it both start at zero.
 */
export function createAdam(params: NamedTensors, options: AdamOptions = {}, state?: AdamState): Adam {
  const { beta1 = 0.5, beta2 = 0.999, epsilon = 1e-8 } = options;
  const current = { params: kept(params), m: kept(state?.m ?? zeros(params)), v: kept(state?.v ?? zeros(params)) };
  let step = state?.step ?? 0;

  const held = (name: string) => [current.params[name], current.m[name], current.v[name]] as [Tensor, Tensor, Tensor];

  function update(gradients: NamedTensors, changingRate: Changing<number>): void {
    const attributes = eachStep(() => {
      step++;
      return { learningRate: valueNow(changingRate), beta1, beta2, epsilon, step };
    });
    const [kernel, kernelForAll] = [engineKernel('AdamUpdate'), engineKernel('AdamUpdateAll')];
    if (kernelForAll) {
      const tensors = Object.entries(gradients).flatMap(([name, gradient]) => [...held(name), gradient]);
      dispose(kernelForAll(tensors, attributes));
      return;
    }
    const { learningRate } = attributes;
    for (const [name, gradient] of Object.entries(gradients)) {
      const [param, m, v] = held(name);
      if (kernel) {
        dispose(kernel({ param, m, v, gradient }, attributes));
        continue;
      }
      const [newM, newV, newParam] = tidy(() => {
        const first = add(mul(m, beta1), mul(gradient, 1 - beta1));
        const second = add(mul(v, beta2), mul(square(gradient), 1 - beta2));
        const denominator = add(mul(sqrt(second), 1 / Math.sqrt(1 - beta2 ** step)), epsilon);
        return [first, second, sub(param, mul(div(first, denominator), learningRate / (1 - beta1 ** step)))];
      }) as [Tensor, Tensor, Tensor];
      dispose([param, m, v]);
      current.params[name] = keep(newParam);
      current.m[name] = keep(newM);
      current.v[name] = keep(newV);
    }
  }

  return {
    get params() {
      return current.params;
    },
    update,
    state: () => ({ step, m: current.m, v: current.v }),
    dispose: () => dispose([current.params, current.m, current.v]),
  };
}

const zeros = (params: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(params).map(([name, param]) => [name, zerosLike(param)]));

/** A copy of the record whose tensors outlive the tidy they were made in. */
const kept = (tensors: NamedTensors): NamedTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, keep(tensor)]));
