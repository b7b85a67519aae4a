import type { TrainableBackendWasm } from '../backend.ts';
import { chooseForm, sharesPhases } from './choose-form.ts';
import type { ConvolutionInfo } from './convolution-info.ts';
import { directFilterGradient, directForward, directInputGradient, type Places } from './direct.ts';
import { winogradFilterGradient, winogradForward, winogradInputGradient } from './winograd.ts';

/** y from x and the filter, which has at least one term. */
export function convolve(backend: TrainableBackendWasm, info: ConvolutionInfo, at: Places): void {
  const form = chooseForm('forward', info);
  if (form) winogradForward(backend, info, at, form);
  else directForward(backend, info, at);
}

/** The gradient in the input, here `x`, from dy, here `y`. */
export function inputGradient(backend: TrainableBackendWasm, info: ConvolutionInfo, at: Places): void {
  const form = chooseForm('inputGradient', info);
  if (form) winogradInputGradient(backend, info, at, form, sharesPhases(form, info));
  else directInputGradient(backend, info, at);
}

/** The filter's gradient from x and dy, here `y`, which has at least one pixel. */
export function filterGradient(backend: TrainableBackendWasm, info: ConvolutionInfo, at: Places): void {
  const form = chooseForm('filterGradient', info);
  if (form) winogradFilterGradient(backend, info, at, form);
  else directFilterGradient(backend, info, at);
}
