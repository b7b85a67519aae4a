import { ConvertError } from '../convert-error.ts';
import type { ForeignTensors } from '../foreign-tensor.ts';
import type { Source } from './layout.ts';

/** The norms that a PyTorch file tells apart. */
export type TorchNorm = 'batch' | 'instance' | 'none';

/**
 * The norm of a network, from one of its convolutions and the norm after it. Instance norm has no parameters, but the
 * convolution before it a bias; running statistics of it are left from old versions of PyTorch.
 */
export function normOf(tensors: ForeignTensors, convolution: string, norm: string): TorchNorm {
  if (!tensors.has(`${norm}.weight`)) return tensors.has(`${convolution}.bias`) ? 'instance' : 'none';
  if (tensors.has(`${norm}.running_mean`)) return 'batch';
  throw new ConvertError(
    `Expected batch norm or instance norm without parameters, got a norm '${norm}' with factors and no running statistics. Train with --norm batch or instance.`,
  );
}

/** Where the tensors of a block's norm are. */
export function normSources(ours: string, theirs: string, norm: TorchNorm): Record<string, Source> {
  if (norm !== 'batch') return {};
  return {
    [`${ours}.norm.scale`]: { key: `${theirs}.weight` },
    [`${ours}.norm.offset`]: { key: `${theirs}.bias` },
    [`${ours}.norm.mean`]: { key: `${theirs}.running_mean` },
    [`${ours}.norm.variance`]: { key: `${theirs}.running_var` },
  };
}

/** What our norms add to a variance before its root is taken. */
export const EPSILON = 1e-5;

/** The words for a description. */
export const normWords: Readonly<Record<TorchNorm, string>> = {
  batch: 'batch norm',
  instance: 'instance norm',
  none: 'no norm',
};

/** Left from old versions of PyTorch, which counted and averaged where nothing uses it. */
export function isLeftOver(key: string, norm: TorchNorm): boolean {
  return /\.num_batches_tracked$/.test(key) || (norm !== 'batch' && /\.running_(mean|var)$/.test(key));
}
