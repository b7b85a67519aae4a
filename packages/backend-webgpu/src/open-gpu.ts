import { platform } from '#platform';
import { describeAdapter } from './describe-adapter.ts';
import { firstLine } from './first-line.ts';
import { NoGpuError } from './no-gpu-error.ts';
import { type AdapterDescription, type OpenedGpu, shared } from './shared-state.ts';

/**
 * Opens the GPU that the backend is going to run on, unless it runs already. TensorFlow.js's `setBackend` does so by itself,
 * but prints why it cannot and returns false; here it is thrown.
 *
 * @throws NoGpuError of one line where there is no WebGPU, no adapter, or one that gives no device
 */
export async function openGpu(): Promise<AdapterDescription> {
  if (shared.adapter) return shared.adapter;
  shared.opened ??= openDevice();
  try {
    return (await shared.opened).adapter;
  } catch (error) {
    shared.opened = undefined;
    throw error;
  }
}

/** The GPU that was opened, which the caller owns from now on; it is opened if it was not. */
export async function takeGpu(): Promise<OpenedGpu> {
  const { opened } = shared;
  shared.opened = undefined;
  return opened ?? openDevice();
}

async function openDevice(): Promise<OpenedGpu> {
  const gpu = await platform.gpu(shared.gpu);
  const adapter = await adapterOf(gpu);
  if (!adapter) throw new NoGpuError('without a graphics card that it can use (look for a newer driver)');
  const described = describeAdapter(adapter.info);
  try {
    const device = await platform.asking(() => adapter.requestDevice(requestFor(adapter)));
    return { device, info: adapter.info, adapter: described };
  } catch (error) {
    throw new NoGpuError(`refused by ${described.name} (${firstLine((error as Error).message)})`);
  }
}

async function adapterOf(gpu: GPU): Promise<GPUAdapter | null> {
  try {
    return await platform.asking(() => gpu.requestAdapter({ powerPreference: 'high-performance' }));
  } catch (error) {
    throw new NoGpuError(`not working (${firstLine((error as Error).message)})`);
  }
}

/** Useful where they are, and never needed. */
const FEATURES = ['timestamp-query', 'bgra8unorm-storage', 'shader-f16', 'subgroups'] as const;

/** What tensors and stock kernels are bounded by. Our kernels need no more than every WebGPU has. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

function requestFor({ features, limits }: GPUAdapter): GPUDeviceDescriptor {
  return {
    requiredFeatures: FEATURES.filter((name) => features.has(name)),
    requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, limits[name]])),
  };
}
