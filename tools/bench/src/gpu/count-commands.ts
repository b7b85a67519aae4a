/** What a step asks of the GPU. */
export type Commands = {
  dispatches: number;
  /** Compute passes: a copy ends one. */
  passes: number;
  submits: number;
  copies: number;
  /** Buffers that were written from JavaScript. */
  uploads: number;
  /** Bytes of the storage buffers that the dispatches were given, each time. */
  boundBytes: number;
};

/** Counts what the devices of a WebGPU are asked for. */
export type CountedGpu = {
  gpu: GPU;
  /** What `work` asks for. */
  count(work: () => void): Commands;
};

/** A WebGPU whose devices are counted. */
export function countedGpu(gpu: GPU): CountedGpu {
  let counts: Commands | undefined;
  const add = (name: keyof Commands, by = 1) => {
    if (counts) counts[name] += by;
  };

  const requestAdapter: GPU['requestAdapter'] = async (options) => {
    const adapter = await gpu.requestAdapter(options);
    if (!adapter) return null;
    const { features, limits, info } = adapter;
    const requestDevice: GPUAdapter['requestDevice'] = async (descriptor) =>
      counted(await adapter.requestDevice(descriptor), add);
    return { features, limits, info, requestDevice } as GPUAdapter;
  };

  function count(work: () => void): Commands {
    counts = { dispatches: 0, passes: 0, submits: 0, copies: 0, uploads: 0, boundBytes: 0 };
    try {
      work();
      return counts;
    } finally {
      counts = undefined;
    }
  }

  return { gpu: { requestAdapter } as GPU, count };
}

type Add = (name: keyof Commands, by?: number) => void;

function counted(device: GPUDevice, add: Add): GPUDevice {
  const { queue } = device;
  const storageBytes = new WeakMap<GPUBindGroup, number>();
  const [createBindGroup, createCommandEncoder] = [
    bound(device, 'createBindGroup'),
    bound(device, 'createCommandEncoder'),
  ];
  device.createBindGroup = (descriptor) => {
    const group = createBindGroup(descriptor);
    storageBytes.set(group, bytesOf(descriptor));
    return group;
  };
  device.createCommandEncoder = (descriptor) => countedEncoder(createCommandEncoder(descriptor), storageBytes, add);
  const [submit, writeBuffer] = [bound(queue, 'submit'), bound(queue, 'writeBuffer')];
  queue.submit = (buffers) => {
    add('submits');
    return submit(buffers);
  };
  queue.writeBuffer = ((...given: Parameters<typeof writeBuffer>) => {
    add('uploads');
    return writeBuffer(...given);
  }) as GPUQueue['writeBuffer'];
  return device;
}

function countedEncoder(
  encoder: GPUCommandEncoder,
  storageBytes: WeakMap<GPUBindGroup, number>,
  add: Add,
): GPUCommandEncoder {
  const [begin, copy] = [bound(encoder, 'beginComputePass'), bound(encoder, 'copyBufferToBuffer')];
  encoder.copyBufferToBuffer = ((...given: Parameters<typeof copy>) => {
    add('copies');
    return copy(...given);
  }) as GPUCommandEncoder['copyBufferToBuffer'];
  encoder.beginComputePass = (descriptor) => {
    add('passes');
    const pass = begin(descriptor);
    const [setBindGroup, dispatch] = [bound(pass, 'setBindGroup'), bound(pass, 'dispatchWorkgroups')];
    let bytes = 0;
    pass.setBindGroup = ((index: number, group: GPUBindGroup) => {
      bytes = storageBytes.get(group) ?? 0;
      return setBindGroup(index, group);
    }) as GPUComputePassEncoder['setBindGroup'];
    pass.dispatchWorkgroups = (...grid) => {
      add('dispatches');
      add('boundBytes', bytes);
      return dispatch(...grid);
    };
    return pass;
  };
  return encoder;
}

/** The parts of uniforms are left out. */
function bytesOf({ entries }: GPUBindGroupDescriptor): number {
  let bytes = 0;
  for (const { resource } of entries) {
    const buffer = 'buffer' in resource ? resource.buffer : (resource as GPUBuffer);
    if (buffer.usage & GPUBufferUsage.STORAGE) bytes += buffer.size;
  }
  return bytes;
}

function bound<Owner extends object, Name extends keyof Owner>(owner: Owner, name: Name): Owner[Name] {
  return (owner[name] as (...args: unknown[]) => unknown).bind(owner) as Owner[Name];
}
