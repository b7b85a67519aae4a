import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { isFloat, type KernelCall } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** What tfjs fuses to a convolution or a product. */
export type Finish = {
  bias: TensorInfo | undefined;
  activation: number;
  alpha: number;
  slopes: TensorInfo | undefined;
};

/** The activations by the number that `assembly/finish-product.ts` knows; the others need a power of e. */
const activations: Record<string, number> = { linear: 0, relu: 1, relu6: 2, leakyrelu: 3, prelu: 4 };

/** What is fused to this call, or `undefined` where our kernel has no part of it. */
export function fusedFinish({ inputs, attrs }: KernelCall, columns: number): Finish | undefined {
  const { bias, preluActivationWeights: slopes } = inputs;
  const activation = activations[(attrs.activation as string | undefined) ?? 'linear'];
  const along = (tensor: TensorInfo | undefined) =>
    tensor === undefined ||
    (isFloat(tensor) && util.sizeFromShape(tensor.shape) === columns && (tensor.shape.at(-1) ?? 1) === columns);
  if (activation === undefined || !along(bias) || !along(slopes)) return undefined;
  if (activation === activations.prelu && !slopes) return undefined;
  return { bias, activation, alpha: (attrs.leakyreluAlpha as number | undefined) ?? 0.2, slopes };
}

/** out = activation(out + bias), in place: [rows, columns]. */
export function finishProduct(backend: TrainableBackendWasm, out: TensorInfo, columns: number, finish: Finish): void {
  const { bias, activation, alpha, slopes } = finish;
  if ((!bias && activation === 0) || columns === 0) return;
  const address = backend.addressOf(out);
  const [biasAt, slopesAt] = [bias, slopes].map((tensor) => (tensor ? backend.addressOf(tensor) : 0)) as [
    number,
    number,
  ];
  parallelFor(
    backend,
    'finishProduct',
    util.sizeFromShape(out.shape) / columns,
    (begin, size) => [address + 4 * begin * columns, size, columns, biasAt, activation, alpha, slopesAt],
    { multiple: 1, least: Math.ceil(16_384 / columns) },
  );
}
