import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { callKernel } from './call-kernel.ts';
import { isFloat, type KernelCall } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** What tfjs fuses to a convolution or a product. */
export type Finish = {
  bias: TensorInfo | undefined;
  activation: string;
  alpha: number;
  slopes: TensorInfo | undefined;
};

/** The activations by the number that `assembly/finish-product.ts` knows, and by their kernels, which know the others. */
const activations: Record<string, { number?: number; kernel?: string }> = {
  linear: { number: 0 },
  relu: { number: 1, kernel: 'Relu' },
  relu6: { number: 2, kernel: 'Relu6' },
  leakyrelu: { number: 3, kernel: 'LeakyRelu' },
  prelu: { number: 4, kernel: 'Prelu' },
  elu: { kernel: 'Elu' },
  sigmoid: { kernel: 'Sigmoid' },
};

/** What is fused to this call, or `undefined` where that is not an activation that we know. */
export function fusedFinish({ inputs, attrs }: KernelCall): Finish | undefined {
  const { bias, preluActivationWeights: slopes } = inputs;
  const activation = (attrs.activation as string | undefined) ?? 'linear';
  const isKnown = Object.hasOwn(activations, activation) && [bias, slopes].every((each) => !each || isFloat(each));
  if (!isKnown || (activation === 'prelu' && !slopes)) return undefined;
  return { bias, activation, alpha: (attrs.leakyreluAlpha as number | undefined) ?? 0.2, slopes };
}

/** activation(out + bias), where out is [..., columns] and the others broadcast to it: out itself, or in its stead. */
export function finishProduct(
  backend: TrainableBackendWasm,
  out: TensorInfo,
  columns: number,
  finish: Finish,
): TensorInfo {
  const { number } = activations[finish.activation] ?? {};
  const along = (tensor: TensorInfo | undefined) =>
    !tensor || (util.sizeFromShape(tensor.shape) === columns && (tensor.shape.at(-1) ?? 1) === columns);
  if (number === undefined || !along(finish.bias) || !along(finish.slopes))
    return finishByKernels(backend, out, finish);
  finishAlong(backend, out, columns, { ...finish, number });
  return out;
}

/** As unfused: a kernel for the bias, and one for the activation. */
function finishByKernels(backend: TrainableBackendWasm, out: TensorInfo, finish: Finish): TensorInfo {
  const { bias, activation, alpha, slopes } = finish;
  const { kernel } = activations[activation] ?? {};
  const sum = bias ? inStead(backend, out, (x) => callKernel(backend, 'Add', { a: x, b: bias })) : out;
  if (!kernel) return sum;
  return inStead(backend, sum, (x) => callKernel(backend, kernel, { x, ...(slopes && { alpha: slopes }) }, { alpha }));
}

function inStead(backend: TrainableBackendWasm, x: TensorInfo, run: (x: TensorInfo) => TensorInfo): TensorInfo {
  const y = run(x);
  backend.disposeData(x.dataId);
  return y;
}

/** In place, for a bias and slopes of one value a column. */
function finishAlong(
  backend: TrainableBackendWasm,
  out: TensorInfo,
  columns: number,
  { bias, number: activation, alpha, slopes }: Finish & { number: number },
): void {
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
