import { afterEach, expect, test } from '@jest/globals';
import { create, globals } from 'webgpu';
import { setGpu, webgpuAdapter } from './choose-gpu.ts';
import { createBackend } from './create-backend.ts';

Object.assign(globalThis, globals);
afterEach(() => setGpu(undefined));

test('where there is no adapter, this is said in one line with what to do', async () => {
  setGpu(create(['adapter=none of this name']));
  const line = /^Expected a GPU that WebGPU can use, got none: webgpu is not working \([^\n]+\)\.$/;
  await expect(createBackend()).rejects.toThrow(line);
  // As a page's says it.
  setGpu({ requestAdapter: async () => null } as Partial<GPU> as GPU);
  await expect(createBackend()).rejects.toThrow(
    /^Expected a GPU that WebGPU can use, got none: webgpu is without a graphics card [^\n]*$/,
  );
});

test('an adapter that refuses its own limits is told in one line', async () => {
  const adapter = await create([]).requestAdapter();
  if (!adapter) throw new Error('Expected an adapter.');
  const { features, info } = adapter;
  const limits = { ...allOf(adapter.limits), maxBufferSize: 2 ** 50 } as GPUSupportedLimits;
  const boasting = {
    features,
    info,
    limits,
    requestDevice: (asked: GPUDeviceDescriptor) => adapter.requestDevice(asked),
  };
  setGpu({ requestAdapter: async () => boasting as Partial<GPUAdapter> as GPUAdapter } as Partial<GPU> as GPU);
  const line = /^Expected a GPU that WebGPU can use, got none: webgpu is refused by [^\n]*limit[^\n]*$/;
  await expect(createBackend()).rejects.toThrow(line);
});

/** What an object has by itself and by its class. */
function allOf(limits: GPUSupportedLimits): Record<string, unknown> {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(limits)).filter((name) => name.startsWith('max'));
  return Object.fromEntries([...names, ...Object.keys(limits)].map((name) => [name, limits[name as 'maxBufferSize']]));
}

test('a backend on an adapter of its own says what that is, until it is removed', async () => {
  setGpu(create(['backend=null']));
  const before = webgpuAdapter();
  const backend = await createBackend();
  expect(webgpuAdapter()?.name).toMatch(/null/i);
  expect(before?.name).not.toMatch(/null/i);
  backend.dispose();
});
