import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { attributesOf } from './attributes.ts';
import { areAlike, type NativeKernel } from './native-kernel.ts';
import { onHandles } from './on-handles.ts';

/**
 * y = (x - mean) * inverseStd with inverseStd = 1 / sqrt(variance + epsilon), of each image and channel:
 * ({ x }, { epsilon }) -> [y [B, H, W, C], inverseStd [B, 1, 1, C]]. Of one image this is what TensorFlow's fused batch
 * norm computes while training, so it is run image by image.
 */
export const instanceNorm: NativeKernel = {
  name: 'InstanceNorm',
  covers: 'a float32 tensor x [B, H, W, C] that is not empty',
  takes: ({ x }) => areAlike(x) && x?.shape.length === 4 && !x.shape.includes(0),
  run(backend, inputs, { epsilon }) {
    const { x } = inputs as { x: TensorInfo };
    const [images, height, width, channels] = x.shape as [number, number, number, number];
    if (height * width === 1) return normOfOnePixel(backend, x, epsilon as number);
    const { float32, number, text, flag } = attributesOf(backend.binding);
    const normalize = [
      float32('T'),
      float32('U'),
      number('epsilon', epsilon as number),
      number('exponential_avg_factor', 1),
      text('data_format', 'NHWC'),
      flag('is_training', true),
    ];
    return onHandles(backend, [x], ([whole], { run, constant, splitImages, joinImages, reshape }) => {
      const ones = constant(new Float32Array(channels).fill(1), [channels]);
      const zeros = constant(new Float32Array(channels), [channels]);
      const none = constant(new Float32Array(0), [0]);
      // The variance that comes back is the unbiased one.
      const biased = constant(Float32Array.of(1 - 1 / (height * width)), []);
      const added = constant(Float32Array.of(epsilon as number), []);
      const normalized = splitImages(whole as Handle).map((image) =>
        run('FusedBatchNormV3', normalize, [image, ones, zeros, none, none], 6),
      );
      const join = (which: number) => joinImages(normalized.map((outputs) => outputs[which] as Handle));
      const [variance] = run('Mul', [float32('T')], [join(2), biased]) as [Handle]; // [B * C]
      const [raised] = run('AddV2', [float32('T')], [variance, added]) as [Handle];
      const [inverseStd] = run('Rsqrt', [float32('T')], [raised]) as [Handle];
      return [join(0), reshape(inverseStd, [images, 1, 1, channels])];
    });
  },
};

/**
 * One pixel is its own mean: y = x - x, which is 0 and keeps a NaN, and inverseStd = 1 / sqrt(epsilon). On a GPU TensorFlow's
 * unbiased variance of one value is 0 / 0, and its y is off by the rounding of x * inverseStd: seen on an NVIDIA H100, which
 * the test with such an image shows there. On a CPU both are right.
 */
function normOfOnePixel(backend: NodeBackend, x: TensorInfo, epsilon: number): TensorInfo[] {
  const [images, , , channels] = x.shape as [number, number, number, number];
  const { float32 } = attributesOf(backend.binding);
  return onHandles(backend, [x], ([handle], { run, constant }) => {
    const [y] = run('Sub', [float32('T')], [handle as Handle, handle as Handle]) as [Handle];
    return [y, constant(new Float32Array(images * channels).fill(1 / Math.sqrt(epsilon)), [images, 1, 1, channels])];
  });
}
