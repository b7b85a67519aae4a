import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { callKernel } from './call-kernel.ts';
import { finishProduct, fusedFinish } from './finish-product.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';

/** The stock kernel on an image with its border: what it adds itself for 'same' is too little for a large stride. */
export const depthwiseConv2D: OwnKernel = {
  name: 'DepthwiseConv2dNative',
  covers: 'float32 tensors in NHWC',
  run: convolveDepthwise,
};

/** With a bias and an activation, whichever tfjs fuses. */
export const fusedDepthwiseConv2D: OwnKernel = {
  name: 'FusedDepthwiseConv2D',
  covers: 'float32 tensors in NHWC',
  run(call) {
    const { backend, inputs, attrs } = call;
    const { x, filter } = inputs;
    const finish = fusedFinish(call);
    if (!x || !filter || !finish) return undefined;
    const out = callKernel(backend, 'DepthwiseConv2dNative', { x, filter }, attrs);
    return finishProduct(backend, out, out.shape.at(-1) as number, finish);
  },
};

function convolveDepthwise({ backend, inputs: { x, filter }, attrs }: KernelCall): TensorInfo | undefined {
  if (!isFloat(x) || !isFloat(filter) || (attrs.dataFormat ?? 'NHWC') !== 'NHWC') return undefined;
  const { outShape, padInfo } = depthwiseInfo(x.shape, filter.shape, attrs);
  if (util.sizeFromShape(outShape) * util.sizeFromShape(filter.shape) === 0) {
    const out = backend.makeOutput(outShape, 'float32');
    backend.typedArrayFromHeap(out).fill(0);
    return out;
  }
  const { top, bottom, left, right, type } = padInfo;
  if (type !== 'SAME') return undefined;
  const paddings = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const padded = callKernel(backend, 'PadV2', { x }, { paddings, constantValue: 0 });
  const out = callKernel(backend, 'DepthwiseConv2dNative', { x: padded, filter }, { ...attrs, pad: 'valid' });
  backend.disposeData(padded.dataId);
  return out;
}

function depthwiseInfo(xShape: number[], filterShape: number[], attrs: Record<string, unknown>) {
  const { strides, dilations, pad, dimRoundingMode } = attrs as DepthwiseAttrs;
  const shapes = [xShape as Given[0], filterShape as Given[1]] as const;
  return backend_util.computeConv2DInfo(...shapes, strides, dilations ?? 1, pad, dimRoundingMode, true);
}

type Given = Parameters<typeof backend_util.computeConv2DInfo>;
type DepthwiseAttrs = { strides: Given[2]; dilations?: Given[3]; pad: Given[4]; dimRoundingMode?: Given[5] };
