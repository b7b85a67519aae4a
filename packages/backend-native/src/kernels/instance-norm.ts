import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Handle, NodeBackend } from '../node-backend.ts';
import { attributesOf } from './attributes.ts';
import { areAlike, type NativeKernel } from './native-kernel.ts';
import { onHandles } from './on-handles.ts';

/**
 * y = (x - mean) * inverseStd with inverseStd = 1 / sqrt(variance + epsilon), of each image and channel:
 * ({ x }, { epsilon }) -> [y [B, H, W, C], inverseStd [B, 1, 1, C]]. Of one image this is what TensorFlow's fused batch
 * norm computes while training, so it is run image by image, or with the images next to each other as channels.
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
    return onHandles(backend, [x], ([whole], operations) => {
      const { run, constant, splitImages, joinImages, reshape } = operations;
      const isOne = areQuickerAsChannels(x.shape);
      const count = isOne ? images * channels : channels;
      const ones = constant(new Float32Array(count).fill(1), [count]);
      const zeros = constant(new Float32Array(count), [count]);
      const none = constant(new Float32Array(0), [0]);
      // The variance that comes back is the unbiased one.
      const biased = constant(Float32Array.of(1 - 1 / (height * width)), []);
      const added = constant(Float32Array.of(epsilon as number), []);
      const parts = isOne ? [operations.imagesAsChannels(whole as Handle)] : splitImages(whole as Handle);
      const normalized = parts.map((image) => run('FusedBatchNormV3', normalize, [image, ones, zeros, none, none], 6));
      const join = (which: number) => joinImages(normalized.map((outputs) => outputs[which] as Handle));
      const [variance] = run('Mul', [float32('T')], [join(2), biased]) as [Handle]; // [B * C]
      const [raised] = run('AddV2', [float32('T')], [variance, added]) as [Handle];
      const [inverseStd] = run('Rsqrt', [float32('T')], [raised]) as [Handle];
      const y = isOne ? operations.channelsAsImages(join(0), x.shape) : join(0);
      return [y, reshape(inverseStd, [images, 1, 1, channels])];
    });
  },
};

/**
 * Whether images are so small that turning them costs less than the calls for each of them: of 4 images of 16x16x48 a norm
 * takes 0.4 of the processor's time (0.8 in a compiled step), of 128x128x64 1.6. An image must come out as it does alone, to
 * the last bit, so each has to have complete vectors of channels.
 */
export function areQuickerAsChannels(shape: readonly number[]): boolean {
  const [images, , , channels] = shape as [number, number, number, number];
  return images > 1 && channels % 8 === 0 && util.sizeFromShape([...shape]) <= 2 ** 18;
}

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
