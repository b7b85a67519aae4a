import { expect, test } from '@jest/globals';
import { backend, engine, type NamedAttrMap, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { firstDifference, seededFloats } from '../testing/floats.ts';
import { useVariant } from '../testing/variants.ts';

const shape = [2, 50, 40, 24];
const size = 96_000; // more than one thread takes

type Inputs = Record<string, Float32Array>;
const [x, y] = [seededFloats(size, 1), seededFloats(size, 2)];
const calls: [name: string, inputs: Inputs, attributes?: NamedAttrMap][] = [
  ['Abs', { x }],
  ['Tanh', { x }],
  ['Log1p', { x }],
  ['Add', { a: x, b: y }],
  ['LeakyReluGrad', { dy: x, x: y }, { alpha: 0.2 }],
  ['ReluGrad', { dy: x, y }],
  ['InstanceNorm', { x }, { epsilon: 1e-5 }],
  ['Sum', { x }, { axis: [1, 2] }],
  ['Sum', { x }, { axis: [3] }],
  ['Slice', { x }, { begin: [0, 1, 2, 3], size: [2, 20, 30, 20] }],
  ['Transpose', { x }, { perm: [0, 3, 1, 2] }],
  ['DepthToSpace', { x }, { blockSize: 2, dataFormat: 'NHWC' }],
];

function run(name: string, inputs: Inputs, attributes: NamedAttrMap = {}) {
  const tensors = Object.entries(inputs).map(([input, values]) => [input, tensor(values, shape)] as const);
  const output: Tensor | Tensor[] = engine().runKernel(name, Object.fromEntries(tensors), attributes);
  const first = Array.isArray(output) ? (output[0] as Tensor) : output;
  return { address: (backend() as TrainableBackendWasm).addressOf(first), values: first.dataSync() as Float32Array };
}

test('above 2 GB of memory every kernel gives the bits that it gives below', async () => {
  await useVariant({ threads: 2, fma: true, shared: true });
  const below = calls.map((call) => run(...call));
  // Nobody touches these values, so they take addresses but no memory of the machine.
  const wasm = backend() as TrainableBackendWasm;
  const spacers = Array.from({ length: 9 }, () => wasm.makeOutput([2 ** 26], 'float32'));
  const above = calls.map((call) => run(...call));
  for (const { dataId } of spacers) wasm.disposeData(dataId);
  above.forEach(({ address, values }, i) => {
    expect(address).toBeGreaterThan(2 ** 31);
    expect(firstDifference(values, below[i]?.values ?? [])).toBeUndefined();
  });
});
