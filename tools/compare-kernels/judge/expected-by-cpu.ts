import '@tensorflow/tfjs-backend-cpu';
import { padOfEachSide } from '../draw/windows.ts';
import { gradientWeight, type KernelCase, type Outcome, type Values } from '../kernel-case.ts';
import { floatPlaces, runCase } from '../process/run-case.ts';
import { multiplyMatrices } from './multiply-matrices.ts';

/**
 * The outcome that tfjs's cpu backend gives, which must be the current one; where that itself is wrong, a formula's:
 *
 * - The outer axes of matrices are broadcast by a formula. The cpu repeats matrices in the order of the memory.
 * - One number as padding is given for each side. tfjs-core takes the height's filter and stride for the width.
 * - A condition of one axis is given value by value. The cpu takes the wrong ones.
 * - Images are transformed one by one. The cpu ends after the first.
 * - The floor of a quotient is that of the division. The cpu makes integers of it, and so 0 of what is not finite.
 * - Sums of segments have the type of the values.
 * - Gradients of products of matrices, of resizes and of means in windows are differences of the forward call, which is exact
 *   for functions as linear as these. The cpu mixes up the images of a batch, and counts padding into a mean's gradient.
 *
 * Where there is neither, PyTorch alone can tell, and the outcome is a refusal.
 */
export function expectedByCpu(call: KernelCase): Outcome {
  if (onlyTorchKnows(call)) return { refused: 'the cpu backend is wrong there, and PyTorch was not asked' };
  if (!call.gradient) return forward(call);
  return isLinear.has(call.kernel) ? differencesOf(call) : runCase(toldInFull(call));
}

const isLinear = new Set(['BatchMatMul', 'ResizeBilinear', 'ResizeNearestNeighbor', 'AvgPool', 'AvgPool3D']);

/**
 * In volumes the cpu takes values from elsewhere with 'same' where a stride is larger than the filter, and has the gradient of
 * maxima elsewhere. All, the mean and the extremes of nothing are 0 there.
 */
function onlyTorchKnows({ kernel, inputs, attrs, gradient }: KernelCase): boolean {
  if (/^(All|Mean|Max|Min)$/.test(kernel)) return (inputs.x as Values).values.length === 0;
  if (!/3D$/.test(kernel)) return false;
  if (gradient && kernel === 'MaxPool3D') return true;
  const window = (attrs.filterSize ?? (inputs.filter as Values).shape) as number[];
  return attrs.pad === 'same' && (attrs.strides as number[]).some((stride, i) => stride > (window[i] as number));
}

function forward(call: KernelCase): Outcome {
  if (call.kernel === 'BatchMatMul') return multiplyMatrices(call);
  if (call.kernel === 'Transform') return imageByImage(call);
  if (call.kernel === 'UnsortedSegmentSum') return withType(runCase(call), (call.inputs.x as Values).dtype);
  if (call.kernel === 'FloorDiv' && (call.inputs.a as Values).dtype === 'float32') return floorOfQuotient(call);
  return runCase(toldInFull(call));
}

function floorOfQuotient(call: KernelCase): Outcome {
  const quotient = runCase({ ...call, kernel: 'RealDiv' });
  if (!('outputs' in quotient)) return quotient;
  return runCase({ kernel: 'Floor', inputs: { x: quotient.outputs[0] as Values }, attrs: {} });
}

const withType = (outcome: Outcome, dtype: Values['dtype']): Outcome =>
  'outputs' in outcome ? { outputs: outcome.outputs.map((output) => ({ ...output, dtype })) } : outcome;

function imageByImage(call: KernelCase): Outcome {
  const { image, transforms } = call.inputs as Record<'image' | 'transforms', Values>;
  const [batch = 0] = image.shape;
  const part = (whole: Values, i: number): Values => {
    const size = whole.values.length / (whole.shape[0] as number);
    return { ...whole, shape: whole.shape.with(0, 1), values: whole.values.slice(i * size, (i + 1) * size) };
  };
  const images = Array.from({ length: batch }, (_, i) => {
    const inputs = { image: part(image, i), transforms: part(transforms, transforms.shape[0] === 1 ? 0 : i) };
    return (runCase({ ...call, inputs }) as { outputs: [Values] }).outputs[0];
  });
  const [first] = images as [Values];
  return { outputs: [{ ...first, shape: first.shape.with(0, batch), values: images.flatMap(({ values }) => values) }] };
}

/** The same call in words that the cpu backend takes as they are meant. */
function toldInFull(call: KernelCase): KernelCase {
  const { pad } = call.attrs;
  if (typeof pad === 'number') return { ...call, attrs: { ...call.attrs, pad: padOfEachSide(pad) } };
  const { condition, t } = call.inputs as Record<string, Values>;
  if (call.kernel !== 'Select' || condition === undefined || t === undefined) return call;
  const part = t.values.length / Math.max(1, condition.values.length);
  const values = t.values.map((_, i) => condition.values[Math.floor(i / part)] as number);
  return { ...call, inputs: { ...call.inputs, condition: { ...condition, shape: t.shape, values } } };
}

/** The gradient at each value: how far the weighted sum of the result goes where the value is 1 larger. */
function differencesOf({ gradient: _, ...call }: KernelCase): Outcome {
  const before = forward(call);
  if (!('outputs' in before)) return before;
  const outputs = floatPlaces(call).map(([name]) => {
    const given = call.inputs[name] as Values;
    const values = given.values.map((value, i) => {
      const after = forward({
        ...call,
        inputs: { ...call.inputs, [name]: { ...given, values: given.values.with(i, value + 1) } },
      });
      return weightedDifference((before.outputs as [Values])[0], (after as { outputs: [Values] }).outputs[0]);
    });
    return { ...given, values };
  });
  return { outputs };
}

const weightedDifference = (before: Values, after: Values) =>
  after.values.reduce((sum, value, i) => sum + gradientWeight(i) * (value - (before.values[i] as number)), 0);
