import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Handle } from '../node-backend.ts';
import { attributesOf } from './attributes.ts';
import type { NativeKernel } from './native-kernel.ts';
import { onHandles } from './on-handles.ts';
import { changingVariables, variableBehind } from './variables.ts';

/** Writes values in the place of others: ({ target, value }) -> nothing. */
export const assign: NativeKernel = {
  name: 'Assign',
  covers: 'two tensors of the same shape and type',
  takes: ({ target, value }) =>
    target !== undefined && target.dtype === value?.dtype && util.arraysEqual(target.shape, value.shape),
  run(backend, inputs) {
    const { target, value } = inputs as Record<'target' | 'value', TensorInfo>;
    const { type } = attributesOf(backend.binding);
    const variable = variableBehind(backend, target);
    const { dtype } = backend.tensorMap.get(target.dataId);
    return changingVariables(backend, [target.dataId], () =>
      onHandles(backend, [value], (handles, { run }) => {
        const [own] = run('DeepCopy', [type('T', dtype)], handles); // the value may share the array it was made from
        return run('AssignVariableOp', [type('dtype', dtype)], [variable, own as Handle], 0);
      }),
    );
  },
};
