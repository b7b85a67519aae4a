import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';
import { isChannelsFirst } from './pool.ts';
import { withoutNegativePads } from './pool-windows.ts';
import { visitTaps } from './visit-taps.ts';

const covers = 'float32 tensors in NDHWC';

/**
 * y[..., o] = sum of x[..., c] * filter[tap, c, o]: ({ x, filter }, { strides, dilations, pad }) -> y. The stock kernel takes
 * values from elsewhere with 'same' where a stride is larger than the filter; all else is left to it.
 */
export const conv3D: OwnKernel = {
  name: 'Conv3D',
  covers,
  run(call) {
    const { x, filter } = call.inputs;
    if (!x || !filter) return undefined;
    const info = sizesOf(x.shape, filter.shape, call.attrs);
    const isForStock = Object.values(info.padInfo).every((pad) => typeof pad !== 'number' || pad >= 0);
    return isForStock ? undefined : sumProducts(call, { x, filter }, info.outShape, info);
  },
};

/** The gradient at x: ({ dy, filter }, { strides, pad, inputShape }) -> dx. The stock kernel mostly gives 0. */
export const conv3DBackpropInput: OwnKernel = {
  name: 'Conv3DBackpropInputV2',
  covers,
  run(call) {
    const { dy, filter } = call.inputs;
    if (!dy || !filter) return undefined;
    const shape = call.attrs.inputShape as number[];
    return sumProducts(call, { dy, filter }, shape, sizesOf(shape, filter.shape, call.attrs));
  },
};

/** The gradient at the filter: ({ x, dy }, { strides, pad, filterShape }) -> dFilter. */
export const conv3DBackpropFilter: OwnKernel = {
  name: 'Conv3DBackpropFilterV2',
  covers,
  run(call) {
    const { x, dy } = call.inputs;
    if (!x || !dy) return undefined;
    const shape = call.attrs.filterShape as number[];
    return sumProducts(call, { x, dy }, shape, sizesOf(x.shape, shape, call.attrs));
  },
};

type Given = Parameters<typeof backend_util.computeConv3DInfo>;
type Sizes = ReturnType<typeof backend_util.computeConv3DInfo>;

function sizesOf(xShape: number[], filterShape: number[], { strides, dilations, pad }: Record<string, unknown>): Sizes {
  const shapes = [xShape as Given[0], filterShape as Given[1]] as const;
  return backend_util.computeConv3DInfo(...shapes, strides as Given[2], (dilations ?? 1) as Given[3], pad as Given[4]);
}

/** Of x, the filter and y two are given: the third becomes the sum of their products wherever a tap falls on a pixel. */
function sumProducts(
  { backend, attrs }: KernelCall,
  { x, filter, dy }: { x?: TensorInfo; filter?: TensorInfo; dy?: TensorInfo },
  shape: number[],
  info: Sizes,
): TensorInfo | undefined {
  if (![x, filter, dy].every((tensor) => !tensor || isFloat(tensor)) || isChannelsFirst(attrs)) return undefined;
  const { inChannels, outChannels } = info;
  const out = backend.makeOutput(shape, 'float32');
  const to = backend.typedArrayFromHeap(out);
  const sums = new Float64Array(to.length);
  const valuesOf = (tensor: TensorInfo | undefined) => (tensor ? backend.typedArrayFromHeap(tensor) : sums);
  const [xs, weights, ys] = [valuesOf(x), valuesOf(filter), valuesOf(dy)];
  visitTaps(withoutNegativePads(info), (window, pixel, tap) => {
    for (let c = 0; c < inChannels; c++)
      for (let o = 0; o < outChannels; o++) {
        const [xAt, weightAt] = [pixel * inChannels + c, (tap * inChannels + c) * outChannels + o];
        const yAt = window * outChannels + o;
        if (!x) sums[xAt] = (sums[xAt] as number) + (weights[weightAt] as number) * (ys[yAt] as number);
        else if (!filter) sums[weightAt] = (sums[weightAt] as number) + (xs[xAt] as number) * (ys[yAt] as number);
        else sums[yAt] = (sums[yAt] as number) + (xs[xAt] as number) * (weights[weightAt] as number);
      }
  });
  to.set(sums);
  return out;
}
