import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { attributesOf } from './attributes.ts';
import { areQuickerAsChannels } from './instance-norm.ts';
import { areAlike, type NativeKernel } from './native-kernel.ts';
import { onHandles } from './on-handles.ts';

/**
 * dx = inverseStd * (dy - mean(dy) - y * mean(dy * y)), the means over each image and channel:
 * ({ dy [B, H, W, C], y [B, H, W, C], inverseStd [B, 1, 1, C] }) -> dx.
 *
 * It is the gradient of a fused batch norm whose input is y, with mean 0, variance 1, epsilon 0 and the scale inverseStd:
 * so x need not be kept.
 */
export const instanceNormGrad: NativeKernel = {
  name: 'InstanceNormGrad',
  covers: 'float32 tensors dy and y [B, H, W, C], not empty, and inverseStd [B, 1, 1, C]',
  takes({ dy, y, inverseStd }) {
    if (!areAlike(dy, y) || !areAlike(inverseStd) || y?.shape.length !== 4 || y.shape.includes(0)) return false;
    return String(inverseStd?.shape) === String([y.shape[0], 1, 1, y.shape[3]]);
  },
  run(backend, inputs) {
    const { dy, y, inverseStd } = inputs as Record<'dy' | 'y' | 'inverseStd', TensorInfo>;
    const [images, height, width, channels] = y.shape as [number, number, number, number];
    if (height * width === 1) return gradientOfOnePixel(backend, dy);
    const { float32, number, text, flag } = attributesOf(backend.binding);
    const gradient = [
      float32('T'),
      float32('U'),
      number('epsilon', 0),
      text('data_format', 'NHWC'),
      flag('is_training', true),
    ];
    return onHandles(backend, [dy, y, inverseStd], (handles, operations) => {
      const { run, constant, splitImages, joinImages, reshape } = operations;
      const isOne = areQuickerAsChannels(y.shape);
      const count = isOne ? images * channels : channels;
      const parts = isOne ? (x: Handle) => [operations.imagesAsChannels(x)] : splitImages;
      const [dys, ys] = handles.slice(0, 2).map(parts) as [Handle[], Handle[]];
      const scales = isOne ? handles.slice(2) : splitImages(handles[2] as Handle);
      const ones = constant(new Float32Array(count).fill(1), [count]);
      const zeros = constant(new Float32Array(count), [count]);
      const none = constant(new Float32Array(0), [0]);
      const gradients = dys.map((image, i) => {
        const scale = reshape(scales[i] as Handle, [count]);
        const given = [image, ys[i] as Handle, scale, zeros, ones, none];
        return run('FusedBatchNormGradV3', gradient, given, 5)[0] as Handle;
      });
      const dx = joinImages(gradients);
      return [isOne ? operations.channelsAsImages(dx, y.shape) : dx];
    });
  },
};

/** What is always 0 does not change with x; a dy that is not finite is kept. */
function gradientOfOnePixel(backend: NodeBackend, dy: TensorInfo): TensorInfo[] {
  const { float32 } = attributesOf(backend.binding);
  return onHandles(backend, [dy], ([handle], { run }) =>
    run('Sub', [float32('T')], [handle as Handle, handle as Handle]),
  );
}
