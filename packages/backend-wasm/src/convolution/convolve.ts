import type { TrainableBackendWasm } from '../backend.ts';
import { chooseMethod } from './choose-method.ts';
import type { ConvolutionInfo, ConvolutionKind, Places } from './convolution-info.ts';
import { directConvolution } from './direct.ts';
import { winogradConvolution } from './winograd.ts';

/** Writes y, dx or dw, in the way that is fastest for these sizes. Every sum has at least one term. */
export function convolve(
  backend: TrainableBackendWasm,
  kind: ConvolutionKind,
  info: ConvolutionInfo,
  at: Places,
): void {
  const method = chooseMethod(kind, info);
  if (method) winogradConvolution(backend, kind, info, at, method);
  else directConvolution(backend, kind, info, at);
}
