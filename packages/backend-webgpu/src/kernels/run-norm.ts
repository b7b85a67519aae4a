import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { dispatch } from '../run/dispatch.ts';
import {
  gradientOfPieces,
  gradientWhole,
  type NormGradient,
  sumsFromPieces,
  sumsOfPieces,
} from '../wgsl/norm-gradient.ts';
import { type NormPlan, type NormShader, type NormSize, normCode, normPlan } from '../wgsl/norm-layout.ts';
import { momentsOfPieces, type Normalization, normalizePieces, normalizeWhole } from '../wgsl/normalize.ts';

/** A norm, or its gradient, as its shaders see it. */
export type NormRun<Kind> = {
  /** Of the shaders. */
  name: string;
  kind: Kind;
  size: NormSize;
  outputs: readonly TensorInfo[];
  /** The tensor that is normalised, or those that the sums read; then those with a value for each channel. */
  inputs: readonly TensorInfo[];
  numbers: readonly number[];
};

/** Runs a norm: one dispatch, or two where few and large images would leave most of a GPU idle. */
export function runNorm(backend: TrainableBackendWebGPU, run: NormRun<Normalization>): void {
  const { name, kind, size, outputs, inputs, numbers } = run;
  const plan = normPlan(size, numbers);
  if (plan.cuts === 1) {
    runShader(backend, plan, name, normalizeWhole(kind), outputs, inputs);
    return;
  }
  const [x, ...parameters] = inputs as [TensorInfo, ...TensorInfo[]];
  withPieces(backend, size, plan, (pieces) => {
    runShader(backend, plan, 'moments of pieces', momentsOfPieces, [pieces], [x]);
    runShader(backend, plan, `${name} from pieces`, normalizePieces(kind), outputs, [x, pieces, ...parameters]);
  });
}

/** Runs a norm's gradient: one dispatch, or two where few and large images would leave most of a GPU idle. */
export function runNormGradient(backend: TrainableBackendWebGPU, run: NormRun<NormGradient>): void {
  const { name, kind, size, outputs, inputs, numbers } = run;
  const plan = normPlan(size, numbers);
  if (plan.cuts === 1) {
    runShader(backend, plan, name, gradientWhole(kind), outputs, inputs);
    return;
  }
  const [dx, ...sums] = outputs as [TensorInfo, ...TensorInfo[]];
  withPieces(backend, size, plan, (pieces) => {
    const summed = inputs.slice(0, kind.inputs.length);
    runShader(backend, plan, `${name}, pieces`, sumsOfPieces(kind), [pieces], summed);
    runShader(backend, plan, `${name} from pieces`, gradientOfPieces(kind), [dx], [pieces, ...inputs]);
    if (sums.length > 0) runShader(backend, plan, `${name}, sums`, sumsFromPieces(kind), sums, [pieces]);
  });
}

function withPieces(
  backend: TrainableBackendWebGPU,
  { images, channels }: NormSize,
  { cuts }: NormPlan,
  run: (pieces: TensorInfo) => void,
): void {
  const pieces = backend.makeOutput([images, cuts, 2, channels]);
  run(pieces);
  backend.disposeData(pieces.dataId);
}

function runShader(
  backend: TrainableBackendWebGPU,
  { width, grid, uniform }: NormPlan,
  name: string,
  shader: NormShader,
  outputs: readonly TensorInfo[],
  inputs: readonly TensorInfo[],
): void {
  const code = () => normCode(shader, width);
  dispatch(backend, { key: `${name} of ${width}`, code, outputs, inputs, uniform, grid });
}
