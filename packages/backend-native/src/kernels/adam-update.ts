import type { TensorInfo } from '@tensorflow/tfjs-core';
import { attributesOf } from './attributes.ts';
import { areAlike, type NativeKernel } from './native-kernel.ts';
import { onHandles } from './on-handles.ts';
import { hideVariable, showVariable, variableBehind } from './variables.ts';

/**
 * One step of Adam (Kingma and Ba 2015, algorithm 1) that changes param, m and v in place, by TensorFlow's
 * `ResourceApplyAdam`: ({ param, m, v, gradient }, { learningRate, beta1, beta2, epsilon, step }) -> nothing. Made of
 * single operations it took a third of a training step.
 *
 * TensorFlow divides by sqrt(v) + epsilon and corrects the rate, so rate and epsilon are handed over scaled to give
 * `rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)`. It computes 1 - beta2 in float32, which at 0.999
 * makes v 1.3e-5 too small; the correction by the same rounded beta2 takes that out of the step again.
 */
export const adamUpdate: NativeKernel = {
  name: 'AdamUpdate',
  covers: 'float32 tensors param, m, v and gradient of the same shape',
  takes: ({ param, m, v, gradient }) => areAlike(param, m, v, gradient),
  run(backend, inputs, { learningRate, beta1, beta2, epsilon, step }) {
    const { param, m, v, gradient } = inputs as Record<'param' | 'm' | 'v' | 'gradient', TensorInfo>;
    const { float32, flag } = attributesOf(backend.binding);
    const attributes = [float32('T'), flag('use_locking', false), flag('use_nesterov', false)];
    const [rate, e, t] = [learningRate, epsilon, step] as [number, number, number];
    const [b1, b2] = [Math.fround(beta1 as number), Math.fround(beta2 as number)];
    const root = Math.sqrt(1 - b2 ** t);
    // The two powers are zero because the rate holds their correction already.
    const numbers = [0, 0, (rate * root) / (1 - b1 ** t), b1, b2, e * root];
    const inPlace = [param, m, v];
    const variables = inPlace.map((tensor) => variableBehind(backend, tensor));
    for (const tensor of inPlace) hideVariable(backend, tensor);
    try {
      return onHandles(backend, [gradient], ([handle], { run, constant }) => {
        const scalars = numbers.map((value) => constant(Float32Array.of(value), []));
        return run('ResourceApplyAdam', attributes, [...variables, ...scalars, handle as never], 0);
      });
    } finally {
      for (const tensor of inPlace) showVariable(backend, tensor);
    }
  },
};
