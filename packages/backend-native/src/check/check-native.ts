import {
  backend,
  conv2d,
  dispose,
  engine,
  mean,
  ones,
  square,
  type Tensor,
  type Tensor4D,
  valueAndGrad,
  zeros,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core
import { currentInstallation, type Manifest } from '../cache/installation.ts';
import { NotSetUpError } from '../load/register-backend.ts';
import type { NodeBackend } from '../node-backend.ts';
import { startNative } from '../start-native.ts';
import { describeDevice, describeProcessor } from './describe-machine.ts';
import { requireGpuLibraries } from './gpu-libraries.ts';

const TOLERANCE = 1e-4;

/**
 * Takes one training step on the native engine, whose numbers are known: a 2x2 convolution of ones gives 4, the mean of
 * its squares 16, the gradient of each weight 8, and Adam moves each by the learning rate. All that the convolution and its
 * gradient multiply are powers of two, 4 x 4 places instead of 3 x 3: a GPU rounds them to TF32, ten bits, and made 7.998
 * of nine ninths. For a GPU it first sees that NVIDIA's libraries are loaded.
 *
 * @throws Error of one line where it does not start, lacks a library or computes something else
 */
export async function checkNative(): Promise<Manifest['found']> {
  const installation = currentInstallation();
  if (typeof installation === 'string') throw new NotSetUpError(installation);
  const { flavor, files } = installation.manifest;
  if (flavor === 'gpu') requireGpuLibraries(installation.folder, Object.keys(files));
  await startNative();
  const image = ones([1, 5, 5, 1]) as Tensor4D;
  const param = ones([2, 2, 1, 1]);
  const [m, v] = [zeros(param.shape), zeros(param.shape)];
  const loss = (weight: Tensor) => mean(square(conv2d(image, weight as Tensor4D, 1, 'valid')));
  const { value, grad: gradient } = valueAndGrad(loss)(param);
  engine().runKernel(
    'AdamUpdate',
    { param, m, v, gradient },
    { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 1 },
  );
  expectEach('a loss', value, 16);
  expectEach('a gradient', gradient, 8);
  expectEach('a weight', param, 0.9);
  dispose([image, param, m, v, value, gradient]);
  const { isUsingGpuDevice } = backend() as NodeBackend;
  return {
    processor: describeProcessor(),
    device: await describeDevice(flavor, isUsingGpuDevice),
  };
}

function expectEach(what: string, tensor: Tensor, expected: number): void {
  const wrong = Array.from(tensor.dataSync()).find((value) => !(Math.abs(value / expected - 1) < TOLERANCE));
  if (wrong === undefined) return;
  throw new Error(`Expected ${what} of ${expected} from a small training step, got ${wrong}. Install another version.`);
}
