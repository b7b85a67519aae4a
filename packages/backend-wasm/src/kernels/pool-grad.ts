import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';
import { isChannelsFirst } from './pool.ts';
import { type PoolSizes, placesOfMaxima, poolSizes2D, poolSizes3D, visitWindows } from './pool-windows.ts';

/**
 * Each value of dy at the place of its window's largest value, the first of equal ones: ({ dy, input }, { filterSize, ... }) -> dx.
 * The stock kernel takes the last of equal ones, and the very first value of all for a window without a positive value.
 */
export const maxPoolGrad: OwnKernel = {
  name: 'MaxPoolGrad',
  covers: 'float32 tensors dy and input in NHWC',
  run: (call) => addToInputs(call, poolSizes2D, scatterMaxima),
};
export const maxPool3DGrad: OwnKernel = {
  name: 'MaxPool3DGrad',
  covers: 'float32 tensors dy and input in NDHWC',
  run: (call) => addToInputs(call, poolSizes3D, scatterMaxima),
};

/**
 * Each value of dy among the values of its window, padding not counted, as it is not in the mean. The stock kernel counts it. So
 * does this one where each side's padding is given, because a spec of tfjs-core asks for that.
 */
export const avgPoolGrad: OwnKernel = {
  name: 'AvgPoolGrad',
  covers: 'float32 tensors dy and input in NHWC',
  run: (call) => addToInputs(call, poolSizes2D, scatterMeans),
};
export const avgPool3DGrad: OwnKernel = {
  name: 'AvgPool3DGrad',
  covers: 'float32 tensors dy and input in NDHWC',
  run: (call) => addToInputs(call, poolSizes3D, scatterMeans),
};

type SizesOf = (shape: number[], attrs: Record<string, unknown>) => PoolSizes;
type Given = { sizes: PoolSizes; dy: Float32Array; input: Float32Array; pad: unknown };

function addToInputs(
  { backend, inputs, attrs }: KernelCall,
  sizesOf: SizesOf,
  scatter: (sums: Float64Array, given: Given) => void,
) {
  if (!isFloat(inputs.dy) || !isFloat(inputs.input) || isChannelsFirst(attrs)) return undefined;
  const sizes = sizesOf(inputs.input.shape, attrs);
  const dx = backend.makeOutput(inputs.input.shape, 'float32');
  const [dy, input] = [inputs.dy, inputs.input].map((tensor) => backend.typedArrayFromHeap(tensor)) as [
    Float32Array,
    Float32Array,
  ];
  const sums = new Float64Array(input.length);
  scatter(sums, { sizes, dy, input, pad: attrs.pad });
  backend.typedArrayFromHeap(dx).set(sums);
  return dx;
}

function scatterMaxima(sums: Float64Array, { sizes, dy, input }: Given): void {
  placesOfMaxima(sizes, input, dy.length).forEach((place, window) => {
    if (place >= 0) sums[place] = (sums[place] as number) + (dy[window] as number);
  });
}

function scatterMeans(sums: Float64Array, { sizes, dy, pad }: Given): void {
  const counts = new Int32Array(dy.length);
  if (Array.isArray(pad)) counts.fill(sizes.filterDepth * sizes.filterHeight * sizes.filterWidth);
  else
    visitWindows(sizes, (window) => {
      counts[window] = (counts[window] as number) + 1;
    });
  visitWindows(sizes, (window, place) => {
    sums[place] = (sums[place] as number) + (dy[window] as number) / (counts[window] as number);
  });
}
