import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { type Dispatch, dispatch } from '../run/dispatch.ts';
import { productKinds } from '../wgsl/product-kinds.ts';
import { type Finish, PRODUCT_NUMBERS, type ProductVariant } from '../wgsl/product-parts.ts';
import { finishName, sumOfParts } from '../wgsl/product-sum.ts';
import { thinProduct } from '../wgsl/product-thin.ts';
import { tiledProduct } from '../wgsl/product-tiled.ts';
import { rowsOfGroups } from '../wgsl/rows-of-groups.ts';
import { type Cut, type Plan, planProduct } from './plan-product.ts';
import type { Product } from './product.ts';

/** What is fused to a product, with its tensor and number. */
export type GivenFinish = { activation: Finish['activation']; bias?: TensorInfo | undefined; alpha?: number };

/**
 * Computes a product of the tensors a and b, and what is fused to it. The caller owns the result.
 *
 * @param plan how it is cut; a test takes another one
 */
export function runProduct(
  backend: TrainableBackendWebGPU,
  product: Product,
  [a, b]: readonly [TensorInfo, TensorInfo],
  { activation, bias, alpha = 0 }: GivenFinish = { activation: 'linear' },
  plan: Plan = planProduct(product),
): TensorInfo {
  // A product without terms reads nothing, but a binding has to hold something.
  const nothing = product.k === 0 ? backend.makeFilled([4], 0) : undefined;
  const read = nothing ? [nothing, nothing] : [a, b];
  const job = { ...product, plan, finish: { activation, bias, alpha } };
  const out = runInParts(backend, job, read, (part) => ({
    ...shaderOf(variantOf(product, plan, part), plan),
    ...rangeOfGroups(product, plan, part),
  }));
  if (nothing) backend.disposeData(nothing.dataId);
  return out;
}

/** A product that is cut: what it makes, and what is fused to it. */
type Job = { shape: number[]; m: number; n: number; k: number; count: number; plan: Cut; finish: GivenFinish };

/** One dispatch of a product. */
export type Part = {
  /** Values of the result. */
  size: number;
  alpha: number;
  /** The first workgroup. */
  first: number;
  /** Whether it writes one of several parts of the sums; nothing is fused to it then. */
  isPart: boolean;
  finish: Finish;
};

/**
 * Runs a product's dispatches, and one that adds up the parts of its sums where they are cut. The caller owns the result.
 *
 * @param dispatchOf what one of the dispatches is
 */
export function runInParts(
  backend: TrainableBackendWebGPU,
  { shape, m, n, k, count, plan, finish: { activation, bias, alpha = 0 } }: Job,
  inputs: readonly TensorInfo[],
  dispatchOf: (part: Part) => Omit<Dispatch, 'outputs' | 'inputs'>,
): TensorInfo {
  const size = util.sizeFromShape(shape);
  if (size === 0) return backend.makeTensorInfo(shape, 'float32', new Float32Array(0));
  backend.productOperations += 2 * m * n * k * count;
  const out = backend.makeOutput(shape);
  const { splits } = plan;
  const isPart = splits > 1;
  const target = isPart ? backend.makeOutput([splits, size]) : out;
  const finish: Finish = { bias: bias !== undefined, activation };
  const fused = isPart ? NOTHING_FUSED : finish;
  const withBias = (tensors: readonly TensorInfo[], has: boolean) => (has && bias ? [...tensors, bias] : tensors);
  for (let first = 0; first < plan.groups; first += plan.groupsAtOnce)
    dispatch(backend, {
      ...dispatchOf({ size, alpha, first, isPart, finish: fused }),
      outputs: [target],
      inputs: withBias(inputs, fused.bias),
    });
  if (!isPart) return out;
  const sum = sumOfParts({ size, parts: splits, columns: n, finish, alpha });
  dispatch(backend, { ...sum, outputs: [out], inputs: withBias([target], true) });
  backend.disposeData(target.dataId);
  return out;
}

const NOTHING_FUSED: Finish = { bias: false, activation: 'linear' };

function variantOf({ kind, widths }: Product, { widthOfC }: Plan, { isPart, finish }: Part): ProductVariant {
  return { kind: productKinds[kind], widths: { ...widths, c: widthOfC }, isPart, finish };
}

function shaderOf(variant: ProductVariant, { form }: Plan): Pick<Dispatch, 'key' | 'code'> {
  const { kind, widths, isPart, finish } = variant;
  const size = Object.values('tile' in form ? form.tile : form.thin).join(' ');
  return {
    key: `${kind.name} of ${size}, ${Object.values(widths).join(' ')} at once, ${isPart ? 'part' : finishName(finish)}`,
    code: () => ('tile' in form ? tiledProduct(variant, form.tile) : thinProduct(variant, form.thin)),
  };
}

/** The uniform and the grid of those workgroups of a plan that one dispatch has. */
function rangeOfGroups(product: Product, plan: Plan, part: Part): Pick<Dispatch, 'uniform' | 'grid'> {
  const all: Record<string, number> = { ...product.numbers, ...numbersOf(product, plan, part) };
  const names = [...PRODUCT_NUMBERS, ...productKinds[product.kind].numbers];
  const words = Int32Array.from(names, (name) => all[name] ?? 0);
  new Float32Array(words.buffer)[PRODUCT_NUMBERS.indexOf('alpha')] = part.alpha;
  return { uniform: new Uint32Array(words.buffer), grid: gridOf(plan, part) };
}

/** The whole numbers of every product's uniform. */
export function numbersOf({ m, n, k }: { m: number; n: number; k: number }, plan: Cut, { size, first }: Part) {
  const { splits, termsPerSplit, rowTiles, columnTiles } = plan;
  return {
    ...{ m, n, k, splits, termsPerSplit, partSize: splits > 1 ? size : 0 },
    ...{ rowTiles, columnTiles, firstGroup: first, endGroup: endOf(plan, first) },
  };
}

export const gridOf = (plan: Cut, { first }: Part) => rowsOfGroups(endOf(plan, first) - first);

const endOf = ({ groups, groupsAtOnce }: Cut, first: number) => Math.min(groups, first + groupsAtOnce);
