import { describe, expect, test } from '@jest/globals';
import { backend, dispose, engine, ones, tensor } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { inProcess } from '../testing/in-process.ts';
import { useVariant, variants } from '../testing/variants.ts';
import type { EmscriptenModule } from './stock-module.ts';

const MEGABYTE = 2 ** 20;
const window = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };

/** Kernels that allocate more than once: an output and scratch memory, two outputs, or some of the stock module's own. */
const calls: Record<string, [inputs: Record<string, number[]>, attrs: object]> = {
  Conv2D: [{ x: [1, 128, 128, 32], filter: [4, 4, 32, 64] }, window],
  Conv2DBackpropFilter: [
    { x: [1, 128, 128, 64], dy: [1, 64, 64, 128] },
    { ...window, filterShape: [4, 4, 64, 128] },
  ],
  Conv2DBackpropInput: [
    { dy: [1, 64, 64, 64], filter: [4, 4, 64, 64] },
    { ...window, inputShape: [1, 128, 128, 64] },
  ],
  InstanceNorm: [{ x: [1, 128, 128, 64] }, { epsilon: 1e-5 }],
  Max: [{ x: [1, 128, 128, 64] }, { reductionIndices: [1], keepDims: false }],
  Mean: [{ x: [64, 128, 128] }, { axis: [1, 2], keepDims: false }],
  SplitV: [{ x: [1, 128, 128, 64] }, { numOrSizeSplits: 2, axis: 3 }],
  Transpose: [{ x: [64, 128, 128] }, { perm: [2, 0, 1] }],
};

/** Takes all memory that can be had, in blocks that nobody touches, the last ones small. */
function exhaust(module: EmscriptenModule): number[] {
  const blocks: number[] = [];
  for (const size of [256 * MEGABYTE, 16 * MEGABYTE, MEGABYTE, 2 ** 14, 2 ** 10])
    try {
      for (;;) blocks.push(module._malloc(size));
    } catch {} // smaller ones may still fit
  return blocks;
}

const unshared = variants.find(({ shared }) => !shared);
describe.each([variants[0], unshared].flatMap((variant) => variant ?? []))('%j', (variant) => {
  test.each(Object.keys(calls))('%s that finds no memory says so in one line, and leaves nothing', async (name) => {
    await useVariant(variant);
    const wasm = backend() as TrainableBackendWasm;
    const module = wasm.wasm as EmscriptenModule;
    const [shapes, attrs] = calls[name] as [Record<string, number[]>, object];
    const inputs = Object.fromEntries(Object.entries(shapes).map(([input, shape]) => [input, ones(shape)]));
    const run = () => dispose(engine().runKernel(name, inputs, { ...attrs }));
    const before = wasm.numDataIds();
    const blocks = exhaust(module);
    const said: string[] = [];
    // At first there is room for nothing, then for what is small, at last for all.
    for (let done = false; !done; ) {
      try {
        run();
        done = true;
      } catch (error) {
        said.push((error as Error).message);
      }
      expect(wasm.numDataIds()).toBe(before);
      for (const block of blocks.splice(-32)) module._free(block);
    }
    for (const block of blocks) module._free(block);
    expect(said.length).toBeGreaterThan(0);
    for (const line of said)
      expect(line).toMatch(/^Expected room for a tensor of \d+ MB, got memory .* of 4096 MB\. [^\n]*$/);
    run();
    expect([...tensor([1, 2]).dataSync()]).toEqual([1, 2]);
    dispose(inputs);
  });
});

test('an engine that gives less than 4 GB is met in the same way', async () => {
  const script = `setThreadsCount(2);
    await tf.setBackend('wasm');
    const x = tf.ones([64, 64]);
    const blocks = [];
    const { wasm } = tf.backend();
    for (const size of [2 ** 28, 2 ** 24, 2 ** 20, 2 ** 14, 2 ** 10])
      try {
        for (;;) blocks.push(wasm._malloc(size));
      } catch {}
    try {
      for (;;) tf.keep(tf.split(x, 64)[0]);
    } catch (error) {
      console.log(error.message);
    }
    for (const block of blocks) wasm._free(block);
    console.log(tf.matMul(x, x).dataSync()[7]);`;
  const { out, err } = await inProcess(script, ['--wasm-max-mem-pages=16384']);
  expect(err).toEqual([]);
  expect(out).toEqual([expect.stringMatching(/^Expected room for .* grown to \d{3,4} MB of 4096 MB\. [^\n]*$/), '64']);
});
