import { backend, conv2d, setBackend, tensor4d, tidy } from '@tensorflow/tfjs-core';

/** What starting an engine reports. */
export type Started = { backend: string; threads: number; description: string };

/**
 * Makes a registered backend TensorFlow.js's current one, and lets it compute a convolution to see that it works.
 *
 * @throws where it does not start, or computes something else
 */
export async function useBackend(name: string): Promise<void> {
  if (!(await setBackend(name))) throw new Error('it did not start');
  // TensorFlow.js's plain backend advises everyone in Node to install another package; whoever chose it knows why.
  if (name === 'cpu') Object.assign(backend(), { firstUse: false });
  const image = () => tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
  const ones = () => tensor4d([1, 1, 1, 1], [2, 2, 1, 1]);
  const sum = tidy(() => conv2d(image(), ones(), 1, 'valid')); // 1 + 2 + 3 + 4
  const [value = Number.NaN] = await sum.data();
  sum.dispose();
  // Some GPUs compute with 16 bits.
  if (!(Math.abs(value - 10) < 0.05)) throw new Error(`it computed ${value} instead of 10 for a small convolution`);
}
