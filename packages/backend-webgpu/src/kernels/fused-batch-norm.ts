import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { dispatch } from '../run/dispatch.ts';
import { eachRow, type NormShader, normCode, normPlan } from '../wgsl/norm-layout.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';

/**
 * Batch norm by known moments, y = (x - mean) / sqrt(variance + epsilon) * scale + offset:
 * ({ x, mean, variance, scale?, offset? }, { varianceEpsilon }) -> y. The stock kernel multiplies x and the mean before it
 * subtracts, which loses the digits of a mean far from zero, and takes a scale for an offset where it has seen one before.
 */
export const fusedBatchNorm: OwnKernel = {
  name: 'FusedBatchNorm',
  covers: 'a float32 tensor x, and mean, variance, scale and offset with a value for each channel',
  run({ backend, inputs, attrs: { varianceEpsilon } }) {
    const { x, mean, variance, scale, offset } = inputs;
    if (!isFloat(x) || x.shape.length === 0) return undefined;
    const channels = x.shape.at(-1) as number;
    const isOfChannels = (tensor: TensorInfo | undefined): tensor is TensorInfo =>
      isFloat(tensor) && util.arraysEqual(tensor.shape, [channels]);
    if (!isOfChannels(mean) || !isOfChannels(variance)) return undefined;
    if ((scale && !isOfChannels(scale)) || (offset && !isOfChannels(offset))) return undefined;
    const y = backend.makeOutput(x.shape);
    const rows = util.sizeFromShape(x.shape.slice(0, -1));
    if (rows * channels === 0) return y;
    const { width, grid, uniform } = normPlan({ images: 1, rows, channels }, [varianceEpsilon as number]);
    const shader = shaderFor(scale !== undefined && scale !== null, offset !== undefined && offset !== null);
    dispatch(backend, {
      key: `fused batch norm of ${shader.inputs.join()} of ${width}`,
      code: () => normCode(shader, width),
      outputs: [y],
      inputs: [x, mean, variance, scale, offset].filter((tensor) => !!tensor),
      uniform,
      grid,
    });
    return y;
  },
};

function shaderFor(hasScale: boolean, hasOffset: boolean): NormShader {
  const parameters = [hasScale ? 'scale' : '', hasOffset ? 'offset' : ''].filter(Boolean);
  return {
    outputs: ['y'],
    inputs: ['x', 'mean', 'variance', ...parameters],
    numbers: ['epsilon'],
    code: (width) => `
  if (!isInside) { return; }
  let middle = mean[column];
  let scaling = inverseSqrt(variance[column] + numbers.epsilon)${hasScale ? ' * scale[column]' : ''};
  ${eachRow(width, `y[i] = (x[i] - middle) * scaling${hasOffset ? ' + offset[column]' : ''};`)}`,
  };
}
