import { attributesOf } from './attributes.ts';
import { areAlike, type NativeKernel } from './native-kernel.ts';
import { onHandles } from './on-handles.ts';

/** dx = x > 0 ? dy : alpha * dy: ({ dy, x }, { alpha }) -> dx, all of one shape. */
export const leakyReluGrad: NativeKernel = {
  name: 'LeakyReluGrad',
  covers: 'float32 tensors dy and x of the same shape',
  takes: ({ dy, x }) => areAlike(dy, x),
  run(backend, { dy, x }, { alpha }) {
    const { float32, number } = attributesOf(backend.binding);
    const attributes = [float32('T'), number('alpha', alpha as number)];
    return onHandles(backend, [dy, x] as never, (handles, { run }) => run('LeakyReluGrad', attributes, handles));
  },
};
