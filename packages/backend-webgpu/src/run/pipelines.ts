import { platform } from '#platform';
import { firstLine } from '../first-line.ts';
import { GpuError } from './gpu-error.ts';
import type { Health } from './health.ts';

/** A shader, compiled, with what a bind group for it needs. */
export type Pipeline = { pipeline: GPUComputePipeline; layout: GPUBindGroupLayout; id: number };

/** A shader's text, made when it is compiled for the first time; equal keys stand for equal texts. */
export type Shader = { key: string; code: () => string };

/** The compiled shaders of a device. */
export class Pipelines {
  private readonly device: GPUDevice;
  private readonly health: Health;
  private readonly compiled = new Map<string, Pipeline>();
  private readonly pending = new Map<string, Promise<void>>();
  private readonly stock = new WeakMap<GPUComputePipeline, Pipeline>();
  private idsGiven = 0;

  constructor(device: GPUDevice, health: Health) {
    this.device = device;
    this.health = health;
  }

  /** Compiles the shader if it has not been, and waits for it; if it is refused, the next operation says so. */
  get(shader: Shader): Pipeline {
    const found = this.compiled.get(shader.key);
    if (found) return found;
    this.device.pushErrorScope('validation');
    const made = this.add(shader.key, this.device.createComputePipeline(this.describe(shader)));
    const whenRefused = (error: GPUError | null) => {
      if (!error) return;
      this.compiled.delete(shader.key);
      this.health.report(refusalOf(shader.key, error), 'shader');
    };
    platform.asking(() => this.device.popErrorScope()).then(whenRefused, () => {}); // a lost device is told elsewhere
    return made;
  }

  /** One that the stock backend has compiled. */
  ofStock(pipeline: GPUComputePipeline): Pipeline {
    const known = this.stock.get(pipeline) ?? this.describeCompiled(pipeline);
    this.stock.set(pipeline, known);
    return known;
  }

  /** Has the shader compiled while the caller goes on. */
  prepare(shader: Shader): void {
    const { key } = shader;
    if (this.compiled.has(key) || this.pending.has(key)) return;
    this.device.pushErrorScope('validation'); // the module's error; the pipeline's comes with what is awaited
    const making = platform.asking(() => this.device.createComputePipelineAsync(this.describe(shader)));
    const ofModule = platform.asking(() => this.device.popErrorScope());
    const ready = making
      .then(
        (pipeline) => {
          if (!this.compiled.has(key)) this.add(key, pipeline);
        },
        async (error: Error) => {
          throw new GpuError('shader', refusalOf(key, (await ofModule) ?? error));
        },
      )
      .finally(() => this.pending.delete(key));
    ready.catch(() => {}); // whoever waits is told
    this.pending.set(key, ready);
  }

  /** What is being prepared; a promise is rejected, in one line with the shader's name, where it is refused. */
  preparing(): readonly Promise<void>[] {
    return [...this.pending.values()];
  }

  /**
   * Waits for what is being prepared.
   *
   * @throws in one line where a shader is refused, with its name
   */
  async prepared(): Promise<void> {
    await Promise.all(this.preparing());
  }

  private describe({ key, code }: Shader): GPUComputePipelineDescriptor {
    const module = this.device.createShaderModule({ code: code(), label: key });
    return { layout: 'auto', compute: { module, entryPoint: 'main' }, label: key };
  }

  private add(key: string, pipeline: GPUComputePipeline): Pipeline {
    const made = this.describeCompiled(pipeline);
    this.compiled.set(key, made);
    return made;
  }

  private describeCompiled(pipeline: GPUComputePipeline): Pipeline {
    return { pipeline, layout: pipeline.getBindGroupLayout(0), id: this.idsGiven++ };
  }
}

/** What is said of a shader that the GPU's compiler refuses. */
export const refusalOf = (key: string, error: { message: string }) =>
  `Expected a shader that compiles, got '${key}' refused: ${firstLine(error.message)}. Please report it; another backend can do the same work.`;
