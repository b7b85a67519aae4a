import { platform } from '#platform';
import { TrainableBackendWebGPU } from './backend.ts';
import { type AdapterDescription, shared } from './shared-state.ts';

/**
 * Starts a device with all that its adapter offers, and the backend on it.
 *
 * @throws in one line where there is no WebGPU, no adapter, or one that gives no device
 */
export async function createBackend(whenDisposed?: () => void): Promise<TrainableBackendWebGPU> {
  const gpu = await platform.gpu(shared.gpu);
  const adapter = await platform.asking(() => gpu.requestAdapter({ powerPreference: 'high-performance' }));
  if (!adapter)
    throw new Error('Expected a GPU, got none that WebGPU can use. Look for a driver, or use another backend.');
  const device = await platform.asking(() => adapter.requestDevice(requestFor(adapter)));
  shared.adapter = describeAdapter(adapter.info);
  return platform.inItsPage(() => new TrainableBackendWebGPU(device, adapter.info, whenDisposed));
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
