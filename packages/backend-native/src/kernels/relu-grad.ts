import { attributesOf } from './attributes.ts';
import { areAlike, type NativeKernel } from './native-kernel.ts';
import { onHandles } from './on-handles.ts';

/** dx = dy * step(y): ({ dy, y }) -> dx, all of one shape. */
export const reluGrad: NativeKernel = {
  name: 'ReluGrad',
  covers: 'float32 tensors dy and y of the same shape',
  takes: ({ dy, y }) => areAlike(dy, y),
  run(backend, { dy, y }) {
    const { float32 } = attributesOf(backend.binding);
    return onHandles(backend, [dy, y] as never, (handles, { run }) => run('ReluGrad', [float32('T')], handles));
  },
};
