import type { TrainableBackendWasm } from '../backend.ts';
import { axesOf, forwardAxis, inputGradientAxes } from './axis.ts';
import type { ConvolutionInfo } from './convolution-info.ts';
import type { Places } from './direct.ts';
import type { Form } from './forms.ts';
import { gatherTiles, reduceTiles } from './run-tiling.ts';
import type { Tiling } from './tiling.ts';

/** y from x and the filter. */
export function winogradForward(backend: TrainableBackendWasm, info: ConvolutionInfo, at: Places, form: Form): void {
  gatherTiles(backend, tilingOfOutput(info, at, form));
}

/** The filter's gradient from x and dy, here `y`. */
export function winogradFilterGradient(
  backend: TrainableBackendWasm,
  info: ConvolutionInfo,
  at: Places,
  form: Form,
): void {
  reduceTiles(backend, tilingOfOutput(info, at, form));
}

function tilingOfOutput(info: ConvolutionInfo, { x, filter, y }: Places, form: Form): Tiling {
  const [rows, columns] = axesOf(info);
  return {
    form,
    batch: info.batchSize,
    rows: forwardAxis(rows, form),
    columns: forwardAxis(columns, form),
    seen: { address: x, channels: info.inChannels },
    cut: { address: y, channels: info.outChannels },
    filter: { address: filter, width: info.filterWidth, outChannels: info.outChannels, transposed: false },
  };
}

/**
 * The gradient in the input, here `x`, from dy, here `y`.
 *
 * @param shared whether the phases share the transformed dy, see `inputGradientAxes`
 */
export function winogradInputGradient(
  backend: TrainableBackendWasm,
  info: ConvolutionInfo,
  { x, filter, y }: Places,
  form: Form,
  shared: boolean,
): void {
  const [rowAxis, columnAxis] = axesOf(info);
  for (const rows of inputGradientAxes(rowAxis, form, shared))
    for (const columns of inputGradientAxes(columnAxis, form, shared))
      gatherTiles(backend, {
        form,
        batch: info.batchSize,
        rows,
        columns,
        seen: { address: y, channels: info.outChannels },
        cut: { address: x, channels: info.inChannels },
        filter: { address: filter, width: info.filterWidth, outChannels: info.outChannels, transposed: true },
      });
}
