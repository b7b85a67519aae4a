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
import { type Plan, planProduct } from './plan-product.ts';
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
  const { shape, n, k } = product;
  const size = util.sizeFromShape(shape);
  if (size === 0) return backend.makeTensorInfo(shape, 'float32', new Float32Array(0));
  const finish: Finish = { bias: bias !== undefined, activation };
  const out = backend.makeOutput(shape);
  const { splits } = plan;
  const target = splits === 1 ? out : backend.makeOutput([splits, size]);
  const variant = variantOf(product, plan, finish);
  const read = k === 0 ? nothing(backend) : [a, b];
  const withBias = (inputs: TensorInfo[], has: boolean) => (has && bias ? [...inputs, bias] : inputs);
  for (let first = 0; first < plan.groups; first += plan.groupsAtOnce)
    dispatch(backend, {
      ...shaderOf(variant, plan),
      outputs: [target],
      inputs: withBias(read, variant.finish.bias),
      ...rangeOfGroups(product, plan, { size, alpha, first }),
    });
  if (splits === 1) return out;
  const sum = sumOfParts({ size, parts: splits, columns: n, finish, alpha });
  dispatch(backend, { ...sum, outputs: [out], inputs: withBias([target], true) });
  backend.disposeData(target.dataId);
  return out;
}

/** A product without terms reads nothing, but a binding has to hold something. */
function nothing(backend: TrainableBackendWebGPU): TensorInfo[] {
  const zeros = backend.makeTensorInfo([4], 'float32', new Float32Array(4));
  return [zeros, zeros];
}

function variantOf({ kind, widths }: Product, { widthOfC, splits }: Plan, finish: Finish): ProductVariant {
  const isPart = splits > 1;
  return {
    kind: productKinds[kind],
    widths: { ...widths, c: widthOfC },
    isPart,
    finish: isPart ? { bias: false, activation: 'linear' } : finish,
  };
}

function shaderOf(variant: ProductVariant, { form }: Plan): Pick<Dispatch, 'key' | 'code'> {
  const { kind, widths, isPart, finish } = variant;
  const size = Object.values('tile' in form ? form.tile : form.thin).join(' ');
  return {
    key: `${kind.name} of ${size}, ${Object.values(widths).join(' ')} at once, ${isPart ? 'part' : finishName(finish)}`,
    code: () => ('tile' in form ? tiledProduct(variant, form.tile) : thinProduct(variant, form.thin)),
  };
}

type Range = { size: number; alpha: number; first: number };

/** The uniform and the grid of those workgroups of a plan that one dispatch has. */
function rangeOfGroups(
  product: Product,
  plan: Plan,
  { size, alpha, first }: Range,
): Pick<Dispatch, 'uniform' | 'grid'> {
  const { m, n, k, kind, numbers } = product;
  const { splits, termsPerSplit, rowTiles, columnTiles, groupsAtOnce } = plan;
  const end = Math.min(plan.groups, first + groupsAtOnce);
  const all: Record<string, number> = {
    ...numbers,
    ...{ m, n, k, splits, termsPerSplit, partSize: splits > 1 ? size : 0 },
    ...{ rowTiles, columnTiles, firstGroup: first, endGroup: end },
  };
  const names = [...PRODUCT_NUMBERS, ...productKinds[kind].numbers];
  const words = Int32Array.from(names, (name) => all[name] ?? 0);
  new Float32Array(words.buffer)[PRODUCT_NUMBERS.indexOf('alpha')] = alpha;
  const count = end - first;
  return {
    uniform: new Uint32Array(words.buffer),
    grid: rowsOfGroups(count),
  };
}
