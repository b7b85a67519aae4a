import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';

let calls = 0;

/** How often the kernel ran. */
export const kernelCalls = (): number => calls;

// The name, the inputs and the attributes that `leakyRelu` of @pix2pix-ts/ops documents.
registerKernel({
  kernelName: 'LeakyReluGrad',
  backendName: 'cpu',
  kernelFunc({ inputs, attrs, backend }) {
    calls++;
    const cpu = backend as MathBackendCPU;
    const { dy, x } = inputs as { dy: TensorInfo; x: TensorInfo };
    const [slopes, values] = [dy, x].map(({ dataId }) => cpu.data.get(dataId).values as Float32Array);
    const alpha = attrs?.alpha as number;
    const result = slopes?.map((slope, i) => ((values?.[i] as number) > 0 ? slope : alpha * slope));
    return cpu.makeTensorInfo(x.shape, 'float32', result);
  },
});
