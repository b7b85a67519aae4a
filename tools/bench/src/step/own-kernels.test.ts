import { expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import {
  cumsum,
  engine,
  findBackendFactory,
  type KernelBackend,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { presetModel } from '../preset-model.ts';
import { createOurStep } from './our-step.ts';

type StockFunction = (...args: unknown[]) => unknown;
type WithModule = KernelBackend & { wasm: { cwrap(name: string, ...signature: unknown[]): StockFunction } };

/** Starts the wasm backend, and counts the calls of the stock module's functions by name. */
async function startCounted(): Promise<Map<string, number>> {
  const calls = new Map<string, number>();
  const start = findBackendFactory('wasm');
  removeBackend('wasm');
  registerBackend('wasm', async () => {
    const backend = (await start()) as WithModule;
    const cwrap = backend.wasm.cwrap.bind(backend.wasm);
    // The stock kernels ask for their functions once the backend has started.
    backend.wasm.cwrap = (name, ...signature) => {
      const call = cwrap(name, ...signature);
      return (...args) => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        return call(...args);
      };
    };
    return backend;
  });
  await setBackend('wasm');
  return calls;
}

test("PyTorch-GAN's networks train and translate on the package's own products and convolutions alone", async () => {
  const stockCalls = await startCounted();
  const { generator, discriminator, ...config } = presetModel('pytorch-gan');
  const { trainStep, translate } = createOurStep({
    ...config,
    generator: { ...generator, filters: 4 },
    discriminator: { ...discriminator, filters: 4 },
  });
  const { kernelNames } = await engine().profile(() => {
    trainStep();
    translate();
    return [];
  });
  expect(kernelNames).toEqual(
    expect.arrayContaining(['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter', 'BatchMatMul']),
  );
  const products = [...stockCalls.keys()].filter((name) => /conv|matmul/i.test(name));
  expect(products).toEqual([]);
  cumsum([1, 2, 3]); // one that is left to the stock module: the counting itself works
  expect(stockCalls.get('Cumsum')).toBe(1);
});
