import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';
import { ONE_DEEP, visitTaps } from './visit-taps.ts';

const covers = 'float32 tensors in NHWC';

/**
 * The largest of x + filter in each window: ({ x, filter }, { strides, pad, dilations }) -> y. The stock kernels take 1.2e-38 for
 * the largest where all are negative.
 */
export const dilation2D: OwnKernel = {
  name: 'Dilation2D',
  covers,
  run(call) {
    const { x, filter } = call.inputs;
    if (!isFloat(x) || !isFloat(filter)) return undefined;
    const { values, outShape } = findMaxima(call, x, filter);
    const y = call.backend.makeOutput(outShape, 'float32');
    call.backend.typedArrayFromHeap(y).set(values);
    return y;
  },
};

/** Each value of dy at the value of x that was the largest, the first of equal ones: ({ x, filter, dy }, attrs) -> dx. */
export const dilation2DBackpropInput: OwnKernel = {
  name: 'Dilation2DBackpropInput',
  covers,
  run: (call) => scatterToMaxima(call, 'x'),
};

/** The same at the values of the filter. */
export const dilation2DBackpropFilter: OwnKernel = {
  name: 'Dilation2DBackpropFilter',
  covers,
  run: (call) => scatterToMaxima(call, 'filter'),
};

type Info = Parameters<typeof backend_util.computeDilation2DInfo>;
type Attrs = { strides: Info[2]; pad: Info[3]; dilations: Info[5] };

function scatterToMaxima(call: KernelCall, name: 'x' | 'filter'): TensorInfo | undefined {
  const { x, filter, dy } = call.inputs;
  if (!isFloat(x) || !isFloat(filter) || !isFloat(dy)) return undefined;
  const { places } = findMaxima(call, x, filter);
  const out = call.backend.makeOutput(name === 'x' ? x.shape : filter.shape, 'float32');
  const [gradient, to] = [dy, out].map((tensor) => call.backend.typedArrayFromHeap(tensor)) as Two;
  const sums = new Float64Array(to.length);
  places[name].forEach((place, window) => {
    if (place >= 0) sums[place] = (sums[place] as number) + (gradient[window] as number);
  });
  to.set(sums);
  return out;
}

function findMaxima({ backend, attrs }: KernelCall, x: TensorInfo, filter: TensorInfo) {
  const { strides, pad, dilations } = attrs as Attrs;
  const shapes = [x.shape as Info[0], filter.shape as Info[1]] as const;
  const info = backend_util.computeDilation2DInfo(...shapes, strides, pad, 'NHWC', dilations);
  const { inChannels, outHeight, outWidth } = info;
  const outShape = [info.batchSize, outHeight, outWidth, inChannels];
  const values = new Float32Array(info.batchSize * outHeight * outWidth * inChannels).fill(Number.NEGATIVE_INFINITY);
  const places = { x: new Int32Array(values.length).fill(-1), filter: new Int32Array(values.length).fill(-1) };
  const [xs, weights] = [x, filter].map((tensor) => backend.typedArrayFromHeap(tensor)) as Two;
  const sizes = { ...info, ...ONE_DEEP, padInfo: { ...info.padInfo, front: 0, back: 0 } };
  visitTaps(sizes, (window, pixel, tap) => {
    for (let c = 0; c < inChannels; c++) {
      const [at, xAt, tapAt] = [window * inChannels + c, pixel * inChannels + c, tap * inChannels + c];
      const value = (xs[xAt] as number) + (weights[tapAt] as number);
      if (!(value > (values[at] as number))) continue;
      values[at] = value;
      places.x[at] = xAt;
      places.filter[at] = tapAt;
    }
  });
  return { values, places, outShape };
}

type Two = [Float32Array, Float32Array];
