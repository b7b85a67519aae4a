import { expect, test } from '@jest/globals';
import { backend, conv2d, memory, type Tensor4D, tensor4d, zeros } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import type { BackendVariant } from '../create-backend.ts';
import { wholeNumbers } from '../testing/run-kernel.ts';
import { useVariant, variants } from '../testing/variants.ts';
import type { EmscriptenModule } from './stock-module.ts';

const GIGABYTE = 2 ** 30;

/** Takes 2.2 GB. Nobody touches them, so they take no memory of the machine. */
const fill = (module: EmscriptenModule) => [module._malloc(1.1 * GIGABYTE), module._malloc(1.1 * GIGABYTE)];

const onSharedMemory = variants[0] as BackendVariant;
const onItsOwn = variants.find(({ shared }) => !shared) as BackendVariant;

test.each([...variants.slice(0, 2), onItsOwn])('kernels work above 2 GB: %j', async (variant) => {
  await useVariant(variant);
  const { values: x } = wholeNumbers([1, 40, 40, 8], 1);
  const { values: filter } = wholeNumbers([3, 3, 8, 8], 2);
  const convolve = () => {
    const y = conv2d(tensor4d(x, [1, 40, 40, 8]), tensor4d(filter, [3, 3, 8, 8]), 1, 'same') as Tensor4D;
    return { address: (backend() as TrainableBackendWasm).addressOf(y), values: y.dataSync() };
  };
  const below = convolve();
  const module = (backend() as TrainableBackendWasm).wasm as EmscriptenModule;
  const filling = fill(module);
  const above = convolve();
  for (const block of filling) module._free(block);
  expect(below.address).toBeLessThan(2 * GIGABYTE);
  expect(above.address).toBeGreaterThan(2 * GIGABYTE);
  expect(above.values).toEqual(below.values);
});

test.each([
  ['more than is left', 3, onSharedMemory],
  ['more than can be addressed', 5, onSharedMemory],
  ['more than is left, where memory is not shared', 3, onItsOwn],
])('a tensor of %s is refused in one line, and the backend keeps working', async (_, gigabytes, variant) => {
  await useVariant(variant);
  const module = (backend() as TrainableBackendWasm).wasm as EmscriptenModule;
  const filling = fill(module);
  const before = memory().numTensors;
  expect(() => zeros([gigabytes, 1024, 1024, 256])).toThrow(
    new RegExp(`^Expected room for a tensor of ${1024 * gigabytes} MB, got memory .* of 4096 MB\\. [^\\n]*$`),
  );
  expect(memory().numTensors).toBe(before);
  for (const block of filling) module._free(block);
  expect([...zeros([3]).dataSync()]).toEqual([0, 0, 0]);
});

test.each([onSharedMemory, onItsOwn])('a tensor is not given a smaller block than it needs: %j', async (variant) => {
  await useVariant(variant);
  const module = (backend() as TrainableBackendWasm).wasm as EmscriptenModule;
  const filling = fill(module);
  for (const gigabytes of [1.9, 2, 2.5, 3, 3.9]) {
    module._free(module._malloc(2 ** 20)); // what the stock allocator gives instead
    expect(() => module._malloc(gigabytes * GIGABYTE)).toThrow(/^Expected room for a tensor of /);
  }
  const more = module._malloc(GIGABYTE);
  expect(more + GIGABYTE).toBeLessThanOrEqual(module.HEAPU8.byteLength);
  for (const block of [...filling, more]) module._free(block);
});
