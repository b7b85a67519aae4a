import { getBackend } from '@tensorflow/tfjs-core';

/**
 * What the gradient of a bias before an instance norm, truly 0, may be of the network's largest gradient. Our wasm kernels
 * and the cpu backend sum in float64. TensorFlow sums in float32, as PyTorch does, whose own float32 runs of the two
 * fixtures come to 5.9e-6: three times that is allowed, as with every other gradient.
 */
export function zeroTolerance(): number {
  return getBackend() === 'tensorflow' ? 3 * 5.9e-6 : 1e-6;
}
