import { create, globals } from 'webgpu';
import { platform } from '#platform';

/**
 * What Dawn's compiler, or its limits, which are those that every WebGPU has, object to in a shader; `undefined` where they
 * do not. It needs no GPU.
 */
export async function compileError(code: string): Promise<string | undefined> {
  const device = await nullDevice();
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code });
  device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  return (await platform.asking(() => device.popErrorScope()))?.message;
}

let started: Promise<GPUDevice> | undefined;
/** Kept, because Dawn may still look for its work when nothing else knows it, and crashes where it has been collected. */
const instances: GPU[] = [];

function nullDevice(): Promise<GPUDevice> {
  started ??= startNullDevice();
  return started;
}

async function startNullDevice(): Promise<GPUDevice> {
  Object.assign(globalThis, globals);
  const gpu = create(['backend=null']);
  instances.push(gpu);
  const adapter = await platform.asking(() => gpu.requestAdapter());
  if (!adapter) throw new Error("Expected Dawn's null adapter, got none. Look at the version of webgpu.");
  return platform.asking(() => adapter.requestDevice());
}
