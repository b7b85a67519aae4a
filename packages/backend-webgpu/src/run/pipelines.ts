/** A shader, compiled, with what a bind group for it needs. */
export type Pipeline = { pipeline: GPUComputePipeline; layout: GPUBindGroupLayout; id: number };

/** A shader's text, made when it is compiled for the first time; equal keys stand for equal texts. */
export type Shader = { key: string; code: () => string };

/** The compiled shaders of a device. */
export class Pipelines {
  private readonly device: GPUDevice;
  private readonly compiled = new Map<string, Pipeline>();
  private readonly pending = new Map<string, Promise<void>>();
  private readonly stock = new WeakMap<GPUComputePipeline, Pipeline>();
  private idsGiven = 0;

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /** Compiles the shader if it has not been, and waits for it. */
  get(shader: Shader): Pipeline {
    const found = this.compiled.get(shader.key);
    if (found) return found;
    return this.add(shader.key, this.device.createComputePipeline(this.describe(shader)));
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
    const ready = this.device.createComputePipelineAsync(this.describe(shader)).then((pipeline) => {
      this.pending.delete(key);
      if (!this.compiled.has(key)) this.add(key, pipeline);
    });
    this.pending.set(key, ready);
  }

  /**
   * Waits for what is being prepared.
   *
   * @throws where the compiler refuses a shader
   */
  async prepared(): Promise<void> {
    await Promise.all(this.pending.values());
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
