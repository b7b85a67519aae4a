import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import type { ConvolutionKind } from '@pix2pix-ts/common/winograd';
import type { TrainableBackendWasm } from '../backend.ts';
import { chooseMethod, winogradIsOn } from './choose-method.ts';
import { directConvolution } from './direct.ts';
import type { Places } from './places.ts';
import { type Plan, planWinograd, runWinograd } from './winograd.ts';

/** Writes y, dx or dw, in the way that is fastest for these sizes. Every sum has at least one term. */
export function convolve(
  backend: TrainableBackendWasm,
  kind: ConvolutionKind,
  info: ConvolutionInfo,
  at: Places,
): void {
  const plan = winogradIsOn() ? planOf(kind, info) : undefined;
  if (plan) runWinograd(backend, plan, at);
  else directConvolution(backend, kind, info, at);
}

/** Plans that were made, by kind and sizes: a network's layers come again in every step. */
const plans = new Map<string, Plan | undefined>();
const MOST_PLANS = 1000;

function planOf(kind: ConvolutionKind, info: ConvolutionInfo): Plan | undefined {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  const key = `${kind} ${batchSize} ${inHeight} ${inWidth} ${inChannels} ${outHeight} ${outWidth} ${outChannels} ${padInfo.top} ${padInfo.left} ${filterHeight} ${filterWidth} ${strideHeight} ${strideWidth} ${dilationHeight} ${dilationWidth}`;
  if (!plans.has(key)) {
    if (plans.size >= MOST_PLANS) plans.clear();
    const method = chooseMethod(kind, info);
    plans.set(key, method && planWinograd(kind, info, method));
  }
  return plans.get(key);
}
