import { backend_util, type KernelFunc, type TensorInfo, util, zeros } from '@tensorflow/tfjs-core';
import type { NodeBackend } from '../node-backend.ts';
import { attributesOf } from './attributes.ts';
import { throughChannelsLast } from './channels-last.ts';
import { onHandles } from './on-handles.ts';
import { replaceKernel } from './replace-kernel.ts';
import { roundedInGradients } from './rounded-gradients.ts';

type Call = Parameters<KernelFunc>[0];
type Rounding = 'floor' | 'round' | 'ceil';
type Shape4D = [number, number, number, number];
type Attributes = {
  strides: [number, number];
  pad: 'same' | 'valid' | number;
  dilations?: [number, number] | null;
  filterSize: [number, number];
  dimRoundingMode?: Rounding;
};
/** The shape that a call's result has where it is rounded in this way. */
type OutShape = (call: Call, rounding: Rounding | undefined) => number[];

/**
 * Puts right what tfjs-node's kernels compute wrong, or lets them refuse in one line. Must be called after its kernels, and
 * the quick gradients, are registered.
 */
export function correctKernels(backendName: string): void {
  const replace = (name: string, around: (stock: KernelFunc) => KernelFunc) => replaceKernel(name, backendName, around);
  replace('Conv2D', (stock) =>
    throughChannelsLast(sound('conv2d', roundedInGradients(stock), convolution(false)), true),
  );
  replace('FusedConv2D', (stock) => sound('fused.conv2d', stock, convolution(false)));
  for (const name of ['DepthwiseConv2dNative', 'FusedDepthwiseConv2D']) {
    replace(name, (stock) => channelsLastOnly(sound('depthwiseConv2d', stock, convolution(true))));
  }
  replace('MaxPool', (stock) => sound('maxPool', stock, pool));
  replace('AvgPool', (stock) => sound('avgPool', stock, pool));
  replace('ResizeBilinearGrad', resizeBilinearGrad);
  replace('ResizeNearestNeighborGrad', resizeNearestNeighborGrad);
}

const convolution =
  (isDepthwise: boolean): OutShape =>
  ({ inputs, attrs }, rounding) => {
    const { strides, pad, dilations } = attrs as unknown as Attributes;
    const { x, filter } = inputs as Record<'x' | 'filter', TensorInfo>;
    const shapes = [x.shape as Shape4D, filter.shape as Shape4D] as const;
    return backend_util.computeConv2DInfo(...shapes, strides, dilations ?? [1, 1], pad, rounding, isDepthwise).outShape;
  };

const pool: OutShape = ({ inputs, attrs }, rounding) => {
  const { strides, pad, filterSize } = attrs as unknown as Attributes;
  const { x } = inputs as Record<'x', TensorInfo>;
  return backend_util.computePool2DInfo(x.shape as Shape4D, filterSize, strides, 1, pad, rounding).outShape;
};

/**
 * TensorFlow always rounds the number of windows down, so another way that gives another number is refused. And with
 * oneDNN it gives a convolution of no images the channels of its input.
 */
function sound(operation: string, stock: KernelFunc, outShape: OutShape): KernelFunc {
  return (call) => {
    if (call.attrs?.dataFormat === 'NCHW') return stock(call); // which refuses it
    const { dimRoundingMode } = call.attrs as unknown as Attributes;
    const [shape, floored] = [outShape(call, dimRoundingMode), outShape(call, 'floor')];
    if (!util.arraysEqual(shape, floored)) {
      throw new Error(
        `Expected ${operation} with dimRoundingMode 'floor' on the native engine, got '${dimRoundingMode}', which gives [${shape}] instead of [${floored}]. Pad the input so that the windows fit.`,
      );
    }
    return shape.includes(0) ? zeros(shape) : stock(call);
  };
}

/** Its gradients do not get to know the order, so they could not be right. */
function channelsLastOnly(stock: KernelFunc): KernelFunc {
  return (call) => {
    if (call.attrs?.dataFormat !== 'NCHW') return stock(call);
    throw new Error(
      "Expected depthwiseConv2d with dataFormat 'NHWC' on the native engine, got 'NCHW'. Transpose the input with [0, 2, 3, 1].",
    );
  };
}

/** tfjs-node leaves `halfPixelCenters` out. */
function resizeBilinearGrad(stock: KernelFunc): KernelFunc {
  return (call) => {
    if (!call.attrs?.halfPixelCenters) return stock(call);
    const { backend, attributes, images, dy } = resizing(call);
    const [gradient] = onHandles(backend, [dy, images], (handles, { run }) =>
      run('ResizeBilinearGrad', attributes, handles),
    );
    return gradient as TensorInfo;
  };
}

function resizeNearestNeighborGrad(stock: KernelFunc): KernelFunc {
  return (call) => {
    if (!call.attrs?.halfPixelCenters) return stock(call);
    const { backend, attributes, images, dy } = resizing(call);
    const [, height, width] = images.shape as Shape4D;
    const [gradient] = onHandles(backend, [dy], (handles, { run, constant }) =>
      run('ResizeNearestNeighborGrad', attributes, [...handles, constant(Int32Array.of(height, width), [2])]),
    );
    return gradient as TensorInfo;
  };
}

function resizing({ backend, inputs, attrs }: Call) {
  const { images, dy } = inputs as Record<'images' | 'dy', TensorInfo>;
  const { float32, flag } = attributesOf((backend as NodeBackend).binding);
  const corners = flag('align_corners', Boolean(attrs?.alignCorners));
  return {
    backend: backend as NodeBackend,
    attributes: [float32('T'), corners, flag('half_pixel_centers', true)],
    images,
    dy,
  };
}
