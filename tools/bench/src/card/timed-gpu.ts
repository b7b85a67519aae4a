import type { KernelTime } from '../process/kernel-profile.ts';

/** A WebGPU whose devices note when each shader runs. */
export type TimedGpu = {
  gpu: GPU;
  /** What the GPU spent on each shader since the last call, by the labels of the pipelines, the longest first. */
  take(): Promise<KernelTime[]>;
};

/** So many dispatches are timed between two calls of `take`; a query set holds no more, at two queries each. */
const MOST = 2048;

/** Times shaders by timestamp queries. Each dispatch gets a pass of its own, so that the whole takes longer than usual. */
export function timedGpu(gpu: GPU): TimedGpu {
  let clock: Clock | undefined;
  const requestAdapter: GPU['requestAdapter'] = async (options) => {
    const adapter = await gpu.requestAdapter(options);
    if (!adapter) return null;
    const { features, limits, info } = adapter;
    if (!features.has('timestamp-query'))
      throw new Error('Expected a GPU that tells the time (timestamp-query), got one that does not.');
    const requestDevice: GPUAdapter['requestDevice'] = async (descriptor) => {
      const device = await adapter.requestDevice(descriptor);
      clock = new Clock(device);
      return device;
    };
    return { features, limits, info, requestDevice } as GPUAdapter;
  };
  return { gpu: { requestAdapter } as GPU, take: async () => (await clock?.take()) ?? [] };
}

class Clock {
  private readonly device: GPUDevice;
  private readonly queries: GPUQuerySet;
  private labels: string[] = [];

  constructor(device: GPUDevice) {
    this.device = device;
    this.queries = device.createQuerySet({ type: 'timestamp', count: 2 * MOST });
    const create = device.createCommandEncoder.bind(device);
    device.createCommandEncoder = (descriptor) => this.timed(create(descriptor));
  }

  /** An encoder whose passes are none: each dispatch makes one. */
  private timed(encoder: GPUCommandEncoder): GPUCommandEncoder {
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = () => {
      let pipeline: GPUComputePipeline | undefined;
      const groups = new Map<number, GPUBindGroup>();
      const pass = {
        setPipeline: (next: GPUComputePipeline) => {
          pipeline = next;
        },
        setBindGroup: (index: number, group: GPUBindGroup) => void groups.set(index, group),
        dispatchWorkgroups: (...grid: [number, number?, number?]) => {
          if (!pipeline) return;
          const own = begin(this.timestamps(pipeline.label));
          own.setPipeline(pipeline);
          for (const [index, group] of groups) own.setBindGroup(index, group);
          own.dispatchWorkgroups(...grid);
          own.end();
        },
        end() {},
      };
      return pass as unknown as GPUComputePassEncoder;
    };
    return encoder;
  }

  private timestamps(label: string): GPUComputePassDescriptor {
    const at = this.labels.length;
    if (at >= MOST) return {};
    this.labels.push(label || 'without a name');
    const [beginningOfPassWriteIndex, endOfPassWriteIndex] = [2 * at, 2 * at + 1];
    return { timestampWrites: { querySet: this.queries, beginningOfPassWriteIndex, endOfPassWriteIndex } };
  }

  async take(): Promise<KernelTime[]> {
    const { device, labels } = this;
    this.labels = [];
    if (labels.length === 0) return [];
    const size = 16 * labels.length;
    const resolved = device.createBuffer({ size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
    const staging = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(this.queries, 0, 2 * labels.length, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const nanoseconds = new BigUint64Array(staging.getMappedRange().slice(0));
    for (const buffer of [resolved, staging]) buffer.destroy();
    return kernelTimes(labels, nanoseconds);
  }
}

/** Sums by label; a pair of times that goes backwards, as after the card's clock was set, counts as nothing. */
export function kernelTimes(labels: readonly string[], nanoseconds: BigUint64Array): KernelTime[] {
  const times = new Map<string, KernelTime>();
  labels.forEach((name, i) => {
    const [begin = 0n, end = 0n] = nanoseconds.subarray(2 * i, 2 * i + 2);
    const { ms, calls } = times.get(name) ?? { ms: 0, calls: 0 };
    times.set(name, { name, ms: ms + (end > begin ? Number(end - begin) / 1e6 : 0), calls: calls + 1 });
  });
  return [...times.values()].sort((left, right) => right.ms - left.ms);
}
