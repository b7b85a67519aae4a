/** A WebGPU in JavaScript that does nothing: for counts of models that Dawn's own one without a device has no memory for. */
export function stubGpu(): GPU {
  const names = {
    GPUBuffer: StubBuffer,
    GPUTexture: class {},
    GPUBufferUsage: USAGES,
    GPUMapMode: { READ: 1, WRITE: 2 },
    GPUShaderStage: { COMPUTE: 4 },
    GPUTextureUsage: {},
  };
  for (const [name, value] of Object.entries(names)) Object.defineProperty(globalThis, name, { value });
  const { device } = new Stub();
  const info = { vendor: 'stub', architecture: '', device: '', description: '', isFallbackAdapter: false };
  const adapter = { features: device.features, limits: LIMITS, info, requestDevice: async () => device };
  return { requestAdapter: async () => adapter } as unknown as GPU;
}

const USAGES = Object.fromEntries(
  [
    'MAP_READ',
    'MAP_WRITE',
    'COPY_SRC',
    'COPY_DST',
    'INDEX',
    'VERTEX',
    'UNIFORM',
    'STORAGE',
    'INDIRECT',
    'QUERY_RESOLVE',
  ].map((name, bit) => [name, 2 ** bit]),
);

/** The specification's defaults. */
const LIMITS = {
  maxBufferSize: 2 ** 28,
  maxStorageBufferBindingSize: 2 ** 27,
  maxStorageBuffersPerShaderStage: 8,
  maxComputeWorkgroupStorageSize: 2 ** 14,
  maxComputeWorkgroupsPerDimension: 65535,
  maxComputeWorkgroupSizeX: 256,
  maxComputeInvocationsPerWorkgroup: 256,
  minUniformBufferOffsetAlignment: 256,
};

type BufferDescriptor = { size: number; usage: number; mappedAtCreation?: boolean };

class StubBuffer {
  readonly size: number;
  readonly usage: number;
  mapState = 'unmapped';

  constructor({ size, usage }: BufferDescriptor) {
    this.size = size;
    this.usage = usage;
  }

  async mapAsync() {
    this.mapState = 'mapped';
  }
  getMappedRange() {
    return new ArrayBuffer(this.size);
  }
  unmap() {
    this.mapState = 'unmapped';
  }
  destroy() {}
}

class Stub {
  private readonly pass = { setPipeline() {}, setBindGroup() {}, dispatchWorkgroups() {}, end() {} };
  readonly device = {
    features: new Set<string>(),
    limits: LIMITS,
    lost: new Promise<never>(() => {}),
    queue: { submit() {}, writeBuffer() {}, async onSubmittedWorkDone() {} },
    createBuffer: (descriptor: BufferDescriptor) => new StubBuffer(descriptor),
    createBindGroup: () => ({}),
    createShaderModule: () => ({}),
    createComputePipeline: ({ label = '' }) => ({ label, getBindGroupLayout: () => ({}) }),
    createBindGroupLayout: () => ({}),
    createPipelineLayout: () => ({}),
    createCommandEncoder: () => ({ beginComputePass: () => ({ ...this.pass }), copyBufferToBuffer() {}, finish() {} }),
    pushErrorScope() {},
    popErrorScope: async () => null,
    addEventListener() {},
    destroy() {},
  };
}
