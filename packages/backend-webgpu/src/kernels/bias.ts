import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { dispatch } from '../run/dispatch.ts';
import { columnSums, columnSumsOfPieces } from '../wgsl/column-sums.ts';
import { type NormShader, type NormSize, normCode, normPlan } from '../wgsl/norm-layout.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';

/** The sum over all axes but the last one: ({ dy }) -> dBias [C]. */
export const biasGrad: OwnKernel = {
  name: 'BiasGrad',
  covers: 'a float32 tensor dy of one dimension or more',
  run({ backend, inputs: { dy } }) {
    if (!isFloat(dy) || dy.shape.length === 0) return undefined;
    const channels = dy.shape.at(-1) as number;
    const rows = util.sizeFromShape(dy.shape.slice(0, -1));
    if (rows * channels === 0) return backend.makeFilled([channels], 0);
    const sums = backend.makeOutput([channels]);
    const size = { images: 1, rows, channels };
    const { cuts } = normPlan(size);
    if (cuts === 1) {
      sum(backend, 'column sums', columnSums, size, sums, dy);
      return sums;
    }
    const pieces = backend.makeOutput([cuts, channels]);
    sum(backend, 'column sums of pieces', columnSumsOfPieces, size, pieces, dy);
    sum(backend, 'column sums', columnSums, { images: 1, rows: cuts, channels }, sums, pieces);
    backend.disposeData(pieces.dataId);
    return sums;
  },
};

function sum(
  backend: TrainableBackendWebGPU,
  name: string,
  shader: NormShader,
  size: NormSize,
  output: TensorInfo,
  input: TensorInfo,
): void {
  const { width, grid, uniform } = normPlan(size);
  const code = () => normCode(shader, width);
  dispatch(backend, { key: `${name} of ${width}`, code, outputs: [output], inputs: [input], uniform, grid });
}
