import type { TiledAxis } from '@pix2pix-ts/common/winograd';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { finishName } from '../wgsl/product-sum.ts';
import { MOST_PHASES, PAIRS, WINOGRAD_NUMBERS, winogradProduct } from '../wgsl/product-winograd.ts';
import { type GivenFinish, gridOf, numbersOf, type Part, runInParts } from './run-product.ts';
import type { WinogradProduct } from './winograd-product.ts';

/** Computes a convolution of the tensors a and b in a Winograd form, and what is fused to it. The caller owns the result. */
export function runWinograd(
  backend: TrainableBackendWebGPU,
  product: WinogradProduct,
  inputs: readonly [TensorInfo, TensorInfo],
  finish: GivenFinish = { activation: 'linear' },
): TensorInfo {
  const { kind, form, plan } = product;
  return runInParts(backend, { ...product, finish }, inputs, (part) => ({
    key: `convolution ${kind} in ${form.name}, ${part.isPart ? 'part' : finishName(part.finish)}`,
    code: () => winogradProduct({ kind, form, isPart: part.isPart, finish: part.finish }),
    uniform: uniformOf(product, part),
    grid: gridOf(plan, part),
  }));
}

function uniformOf(product: WinogradProduct, part: Part): Uint32Array<ArrayBuffer> {
  const { phases, pairs, numbers, plan } = product;
  const named: Record<string, number> = { ...numbers, ...numbersOf(product, plan, part) };
  const words = Int32Array.from([
    ...phaseWords(phases.rows),
    ...phaseWords(phases.columns),
    ...PAIRS.flatMap((name) => pairs[name]),
    ...WINOGRAD_NUMBERS.map((name) => named[name] ?? 0),
  ]);
  const alpha = words.length - WINOGRAD_NUMBERS.length + WINOGRAD_NUMBERS.indexOf('alpha');
  new Float32Array(words.buffer)[alpha] = part.alpha;
  return new Uint32Array(words.buffer);
}

/** Those of the phases that there are, and zeros. */
function phaseWords(axes: readonly TiledAxis[]): number[] {
  const words = axes.flatMap(({ tiles, seen, taps, cut }) => [tiles, seen.first, taps.first, cut.first]);
  return [...words, ...new Array<number>(4 * MOST_PHASES - words.length).fill(0)];
}
