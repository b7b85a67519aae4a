import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import type { ConvolutionKind } from '@pix2pix-ts/common/winograd';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { chooseForm } from './choose-form.ts';
import { convolutionProduct } from './convolution-product.ts';
import { type GivenFinish, runProduct } from './run-product.ts';
import { runWinograd } from './run-winograd.ts';
import { winogradIsOn } from './winograd-flag.ts';

/** y of x and the filter, dx of dy and the filter, or dw of x and dy, and what is fused to it. The caller owns the result. */
export function runConvolution(
  backend: TrainableBackendWebGPU,
  kind: ConvolutionKind,
  info: ConvolutionInfo,
  inputs: readonly [TensorInfo, TensorInfo],
  finish?: GivenFinish,
): TensorInfo {
  const form = winogradIsOn(backend) ? chooseForm(kind, info) : undefined;
  if (form) return runWinograd(backend, form, inputs, finish);
  return runProduct(backend, convolutionProduct(kind, info), inputs, finish);
}
