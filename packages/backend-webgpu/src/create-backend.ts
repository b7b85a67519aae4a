import { platform } from '#platform';
import { TrainableBackendWebGPU } from './backend.ts';
import { lineOf } from './run/health.ts';
import { type AdapterDescription, shared } from './shared-state.ts';

/**
 * Starts a device with all that its adapter offers, and the backend on it.
 *
 * @throws in one line where there is no WebGPU, no adapter, or one that gives no device
 */
export async function createBackend(whenDisposed?: () => void): Promise<TrainableBackendWebGPU> {
  const gpu = await platform.gpu(shared.gpu);
  const asked = platform.asking(() => gpu.requestAdapter({ powerPreference: 'high-performance' }));
  const adapter = await asked.catch((error: Error) => refuse(`none: ${lineOf(error)}`));
  if (!adapter) return refuse('none that WebGPU can use');
  const made = platform.asking(() => adapter.requestDevice(requestFor(adapter)));
  const device = await made.catch((error: Error) => refuse(`one that gives no device: ${lineOf(error)}`));
  shared.adapter = describeAdapter(adapter.info);
  return platform.inItsPage(() => new TrainableBackendWebGPU(device, adapter.info, whenDisposed));
}

function refuse(got: string): never {
  throw new Error(`Expected a GPU, got ${got}. Look for a driver, or use another backend.`);
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

function describeAdapter({
  vendor,
  architecture,
  device,
  description,
  isFallbackAdapter,
}: GPUAdapterInfo): AdapterDescription {
  const words = description || [vendor, architecture, device].filter(Boolean).join(' ');
  const software =
    isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${words} ${architecture} ${device}`);
  return { name: words || 'a GPU without a name', software };
}
