import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { attributesOf } from './attributes.ts';
import { areAlike, type Inputs, type NativeKernel } from './native-kernel.ts';
import { onHandles } from './on-handles.ts';
import { changingVariables, variableBehind } from './variables.ts';

type AdamAttributes = { learningRate: number; beta1: number; beta2: number; epsilon: number; step: number };

/** A parameter with what belongs to it: the first three are changed in place. */
type Quad = readonly [param: TensorInfo, m: TensorInfo, v: TensorInfo, gradient: TensorInfo];

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1) that changes param, m and v in place, by TensorFlow's
 * `ResourceApplyAdam`: ({ param, m, v, gradient }, { learningRate, beta1, beta2, epsilon, step }) -> nothing. Made of
 * single operations it took a third of a training step.
 */
export const adamUpdate: NativeKernel = {
  name: 'AdamUpdate',
  covers: 'float32 tensors param, m, v and gradient of the same shape',
  takes: ({ param, m, v, gradient }) => areAlike(param, m, v, gradient),
  run: (backend, { param, m, v, gradient }, attributes) =>
    update(backend, [[param, m, v, gradient] as unknown as Quad], attributes as AdamAttributes),
};

/**
 * The same for all tensors of an optimizer: ([param, m, v, gradient, param, m, v, gradient, ...], { learningRate, beta1,
 * beta2, epsilon, step }) -> nothing. The numbers of the step are brought to TensorFlow once.
 */
export const adamUpdateAll: NativeKernel = {
  name: 'AdamUpdateAll',
  covers: 'float32 tensors param, m, v and gradient of the same shape, one after the other for each parameter',
  takes: (inputs) => quadsOf(inputs).every((quad) => quad.length === 4 && areAlike(...quad)),
  run: (backend, inputs, attributes) =>
    update(backend, quadsOf(inputs) as unknown as Quad[], attributes as AdamAttributes),
};

function quadsOf(inputs: Inputs): TensorInfo[][] {
  const tensors = Object.values(inputs);
  return Array.from({ length: Math.ceil(tensors.length / 4) }, (_, i) => tensors.slice(4 * i, 4 * i + 4));
}

/**
 * TensorFlow divides by sqrt(v) + epsilon and corrects the rate, so rate and epsilon are handed over scaled to give
 * `rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)`. It computes 1 - beta2 in float32, which at 0.999
 * makes v 1.3e-5 too small; the correction by the same rounded beta2 takes that out of the step again.
 */
function update(backend: NodeBackend, quads: readonly Quad[], attributes: AdamAttributes): TensorInfo[] {
  const { float32, flag } = attributesOf(backend.binding);
  const ofOperation = [float32('T'), flag('use_locking', false), flag('use_nesterov', false)];
  const variables = quads.map((quad) => quad.slice(0, 3).map((tensor) => variableBehind(backend, tensor)));
  const gradients = quads.map((quad) => quad[3]);
  const changed = quads.flatMap((quad) => quad.slice(0, 3).map(({ dataId }) => dataId));
  return changingVariables(backend, changed, () =>
    onHandles(backend, gradients, (handles, { run, constant, changing }) => {
      const scalar = (value: number) => constant(Float32Array.of(value), []);
      const zero = scalar(0); // both powers, because the rate holds their correction already
      const rate = changing(attributes, correctedRate, []);
      const [beta1, beta2] = [scalar(attributes.beta1), scalar(attributes.beta2)];
      const numbers = [zero, zero, rate, beta1, beta2, changing(attributes, correctedEpsilon, [])];
      for (const [i, gradient] of handles.entries())
        run('ResourceApplyAdam', ofOperation, [...(variables[i] as Handle[]), ...numbers, gradient], 0);
      return [];
    }),
  );
}

const rootOf = ({ beta2, step }: AdamAttributes) => Math.sqrt(1 - Math.fround(beta2) ** step);

const correctedRate = (attributes: AdamAttributes) => {
  const { learningRate, beta1, step } = attributes;
  return Float32Array.of((learningRate * rootOf(attributes)) / (1 - Math.fround(beta1) ** step));
};

const correctedEpsilon = (attributes: AdamAttributes) => Float32Array.of(attributes.epsilon * rootOf(attributes));
