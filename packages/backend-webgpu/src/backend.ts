import { KernelOutputs } from '@pix2pix-ts/common/kernel-outputs';
import {
  type BackendValues,
  backend_util,
  DataStorage,
  type DataType,
  engine,
  env,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { platform } from '#platform';
import type { FormTimes } from './product/winograd-flag.ts';
import type { Recording } from './record/recording.ts';
import { BindGroups, type Binding } from './run/bind-groups.ts';
import { BufferPool } from './run/buffer-pool.ts';
import { Constants } from './run/constants.ts';
import { Health } from './run/health.ts';
import { type Pipeline, Pipelines } from './run/pipelines.ts';
import { prepared } from './run/prepared.ts';
import {
  type StockBackend,
  StockBackendClass,
  type StockProgram,
  type TensorData,
  type UniformField,
} from './run/stock-backend.ts';
import { stockUniform } from './run/stock-uniform.ts';
import { uniformWords } from './run/uniform-words.ts';

/** The stock backend on a device of its own, with our kernels, which keeps what it has written, compiled and bound. */
export class TrainableBackendWebGPU extends StockBackendClass {
  readonly pipelines: Pipelines;
  readonly bindGroups: BindGroups;
  readonly health: Health;
  private readonly constants: Constants;
  private readonly outputs = new KernelOutputs((dataId) => this.disposeData(dataId, true));
  private readonly whenDisposed: () => void;
  /** Where the commands of a step are being noted. */
  recording: Recording | undefined;
  /** How fast Winograd's forms are on this card, where that has been measured. */
  formTimes: FormTimes | undefined;
  /** Multiplications and additions of the products that kernels have asked for, for whoever counts a step's. */
  productOperations = 0;
  /** Of the buffers that noted steps keep. */
  recordedBytes = 0;

  constructor(device: GPUDevice, adapterInfo: GPUAdapterInfo, whenDisposed: () => void = () => {}) {
    super(device, adapterInfo);
    this.tensorMap = new DataStorage<TensorData>(this, { moveData });
    this.health = new Health(device);
    this.pipelines = new Pipelines(device, this.health);
    this.bindGroups = new BindGroups(device);
    this.bufferManager = new BufferPool(
      device,
      () => this.bindGroups.clear(),
      (bytes, allocated) => this.health.report(outOfMemory(bytes, allocated), 'memory'),
    );
    this.constants = new Constants(device);
    this.whenDisposed = whenDisposed;
  }

  /** Whether shaders are only compiled, by tfjs's own flag for a warm-up. */
  get isPreparing(): boolean {
    return env().getBool('WEBGPU_ENGINE_COMPILE_ONLY');
  }

  /** A tensor without values yet, which the caller owns. */
  makeOutput(shape: number[], dtype: 'float32' | 'int32' | 'bool' = 'float32'): TensorInfo {
    const nothing = util.sizeFromShape(shape) === 0 ? util.getTypedArrayFromDType(dtype, 0) : undefined;
    return this.makeTensorInfo(shape, dtype, nothing);
  }

  /** A float32 tensor of one value everywhere, which the caller owns. */
  makeFilled(shape: number[], value: number): TensorInfo {
    return this.makeTensorInfo(shape, 'float32', new Float32Array(util.sizeFromShape(shape)).fill(value));
  }

  override makeTensorInfo(...given: Parameters<StockBackend['makeTensorInfo']>): TensorInfo {
    return this.outputs.add(super.makeTensorInfo(...given));
  }

  /** Runs a kernel. If it throws, as it does where memory has run out, the tensors that it had made are freed. */
  attempt<Result>(run: () => Result): Result {
    return this.outputs.attempt(run);
  }

  /** Whether the values are floats if and only if the tensor's type is float32. */
  isAsItSays({ dataId, dtype }: TensorInfo): boolean {
    return (dtype === 'float32') === (this.tensorMap.get(dataId).dtype === 'float32');
  }

  /** A tensor's values where they are known in JavaScript: reading them waits for nothing. */
  knownValues({ dataId }: TensorInfo): BackendValues | undefined {
    return this.tensorMap.get(dataId).values ?? undefined;
  }

  /** Where a tensor's values are on the GPU; they are brought there if they were elsewhere. */
  buffer({ dataId }: TensorInfo): GPUBuffer {
    this.uploadToGPU(dataId);
    const buffer = this.tensorMap.get(dataId).resource as GPUBuffer;
    // What a recording writes into is its own, and commands run in order: a place is free for the next command at once.
    if (this.recording) this.recording.uses(dataId, buffer);
    else this.commandQueueOwnedIds.add(dataId);
    return buffer;
  }

  /** Where a command is going to write a tensor's values. What is known of them in JavaScript is out of date. */
  writableBuffer(tensor: TensorInfo): GPUBuffer {
    const buffer = this.buffer(tensor);
    const data = this.tensorMap.get(tensor.dataId);
    data.values = null;
    data.writes = (data.writes ?? 0) + 1;
    this.recording?.writes(tensor.dataId);
    if (!data.isConstant) return buffer;
    const own = this.bufferManager.acquireBuffer(buffer.size, TENSOR_USAGE);
    this.copy(buffer, own);
    Object.assign(data, { resource: own, isConstant: false });
    return own;
  }

  /** A uniform with these words. */
  uniform(words: Uint32Array<ArrayBuffer>): GPUBuffer {
    return this.constants.find(words, GPUBufferUsage.UNIFORM) ?? this.changingUniform(words);
  }

  /** A storage buffer that is written once, when its name is asked for the first time, and only read by shaders. */
  table(name: string, make: () => Uint32Array<ArrayBuffer>): GPUBuffer {
    return this.constants.named(name, make, GPUBufferUsage.STORAGE);
  }

  /** A uniform whose words are others each time: they are not kept. */
  changingUniform(words: Uint32Array<ArrayBuffer>): GPUBuffer {
    if (this.recording) return this.recording.constant(words, GPUBufferUsage.UNIFORM);
    const buffer = this.bufferManager.acquireBuffer(words.byteLength, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    this.queue.writeBuffer(buffer, 0, words);
    this.uniformPendingDisposal.push(buffer);
    return buffer;
  }

  /**
   * A uniform of numbers from a kernel's attributes. Attributes that know under `again` how to be computed again may be
   * others each time: their words are not kept, and a recorded step computes them each time that it is played.
   */
  uniformOf<Attributes extends object>(
    attributes: Attributes,
    wordsOf: (attributes: Attributes) => Uint32Array<ArrayBuffer>,
  ): Binding {
    const { again } = attributes as { again?: () => Attributes };
    if (again && this.recording) return this.recording.changing(attributes, again, wordsOf);
    return again ? this.changingUniform(wordsOf(attributes)) : this.uniform(wordsOf(attributes));
  }

  /** Adds a run of a compiled shader to the commands, and submits them when they are many. */
  encode(pipeline: Pipeline, bindings: readonly Binding[], grid: readonly [x: number, y?: number, z?: number]): void {
    const [x, y = 1, z = 1] = grid;
    const group = this.recording
      ? this.recording.dispatch(pipeline, bindings, [x, y, z])
      : this.bindGroups.find(pipeline, bindings);
    this.ensureCommandEncoderReady();
    this.computePassEncoder ??= (this.commandEncoder as GPUCommandEncoder).beginComputePass();
    this.computePassEncoder.setPipeline(pipeline.pipeline);
    this.computePassEncoder.setBindGroup(0, group);
    this.computePassEncoder.dispatchWorkgroups(x, y, z);
    if (++this.dispatchCountInPass < env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) return;
    this.endComputePassEncoder();
    this.submitQueue();
  }

  /** A stock kernel's shader goes the way of ours, unless it is timed or has to do with a picture. */
  override recordAndSubmit(
    program: StockProgram,
    output: TensorInfo,
    inputs: TensorInfo[],
    uniform?: UniformField[],
  ): void {
    const { pipeline, dispatch, pixelsOpType } = program;
    if (pixelsOpType != null || this.activeTimers || pipeline instanceof Promise) {
      this.recording?.refuse('it has to do with a picture, or is timed');
      super.recordAndSubmit(program, output, inputs, uniform);
      return;
    }
    const bindings = [
      this.writableBuffer(output),
      ...inputs.map((input) => this.buffer(input)),
      this.makeUniforms(stockUniform(program, output, inputs, uniform)),
    ];
    this.encode(this.pipelines.ofStock(pipeline), bindings, dispatch);
  }

  /** Submits the commands that there are. */
  flush(): void {
    this.endComputePassEncoder();
    if (this.commandEncoder) this.submitQueue();
  }

  /** Adds a copy of all of a buffer to the commands. */
  copy(from: GPUBuffer, to: GPUBuffer): void {
    this.recording?.copy(from, to);
    this.ensureCommandEncoderReady();
    this.endComputePassEncoder();
    (this.commandEncoder as GPUCommandEncoder).copyBufferToBuffer(from, 0, to, 0, from.size);
  }

  override uploadToGPU(dataId: object): void {
    const data = this.tensorMap.get(dataId);
    if (data.resource) return;
    this.health.expectNoError();
    const { values, shape } = data;
    const size = 4 * util.sizeFromShape(shape);
    this.expectFitting(size, shape);
    if (!values) {
      data.resource = this.bufferManager.acquireBuffer(size, TENSOR_USAGE);
      return;
    }
    const words = wordsOf(data.dtype, values);
    const short = words.length <= LONGEST_CONSTANT ? this.constants.find(words, TENSOR_USAGE) : undefined;
    const constant = short ?? (this.recording?.made(dataId) && this.recording.constant(words, TENSOR_USAGE));
    // The pool gives no buffer that is in commands not yet submitted, so that none of them meets the new values.
    const pool = this.recording?.outer ?? this.bufferManager;
    const buffer = constant || pool.acquireBuffer(size, TENSOR_USAGE);
    if (!constant) this.queue.writeBuffer(buffer, 0, words);
    Object.assign(data, { resource: buffer, isConstant: !!constant, values: null });
  }

  override write(values: BackendValues | null, shape: number[], dtype: DataType): object {
    const dataId = super.write(values, shape, dtype);
    this.recording?.makes(dataId);
    return dataId;
  }

  override memory(): ReturnType<StockBackend['memory']> {
    const { numBytesInGPU, numBytesAllocatedInGPU, ...rest } = super.memory();
    const recorded = this.recordedBytes;
    return {
      numBytesInGPU: numBytesInGPU + recorded,
      numBytesAllocatedInGPU: numBytesAllocatedInGPU + recorded,
      ...rest,
    };
  }

  /** Asked first, because the GPU would refuse it only later, and without saying what. */
  private expectFitting(size: number, shape: readonly number[]): void {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (size <= most) return;
    throw new Error(
      `Expected a tensor of at most ${megabytes(most)} on this GPU, got one of ${megabytes(size)}: [${shape}]. ${USE_LESS}`,
    );
  }

  override releaseResource(dataId: object): void {
    const data = this.tensorMap.get(dataId);
    if (data?.isConstant) data.resource = null;
    else super.releaseResource(dataId);
  }

  override makeUniforms(fields: UniformField[]): GPUBufferBinding {
    return { buffer: this.uniform(uniformWords(fields)) };
  }

  override async checkCompileCompletionAsync(): Promise<void> {
    await prepared(this);
  }

  override async getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer> {
    const { staging, mapped } = this.startReading(buffer);
    await platform.awaiting(this.queue, mapped).catch(() => this.health.untilLossIsTold()); // why is told when the reading is finished
    return this.finishReading(staging);
  }

  /** The tensor may be disposed or written in the meantime: it gets the values that it had at the call. */
  override async read(dataId: object): Promise<BackendValues> {
    const data = this.tensorMap.get(dataId);
    const { values, resource, writes, complexTensorInfos: parts } = data;
    if (!values && parts) {
      const [reals, imaginary] = await Promise.all([this.read(parts.real.dataId), this.read(parts.imag.dataId)]);
      data.values = backend_util.mergeRealAndImagArrays(reals as Float32Array, imaginary as Float32Array);
      return data.values;
    }
    if (values || !(resource instanceof GPUBuffer)) return super.read(dataId);
    const read = valuesOf(data.dtype, await this.getBufferData(resource));
    if (data.writes === writes) data.values = read;
    return read;
  }

  /** In Node too, where the stock backend cannot. */
  override readSync(dataId: object): BackendValues {
    const data = this.tensorMap.get(dataId);
    if (!data.values && this.isPreparing) throw new Error(READ_TOO_EARLY);
    if (!platform.waitUntil || data.values || !(data.resource instanceof GPUBuffer)) return super.readSync(dataId);
    const [bytes] = this.readBytesNow([data.resource], platform.waitUntil);
    data.values = valuesOf(data.dtype, bytes as ArrayBuffer);
    return data.values;
  }

  /** Whether values can be read without giving the event loop a turn, as in Node. */
  get canReadNow(): boolean {
    return platform.waitUntil !== undefined;
  }

  /** The float32 values of these buffers, read at once. To be asked where `canReadNow`, while nothing is recorded. */
  readNow(buffers: readonly GPUBuffer[]): Float32Array<ArrayBuffer>[] {
    const { waitUntil } = platform as { waitUntil: WaitUntil };
    return this.readBytesNow(buffers, waitUntil).map((bytes) => new Float32Array(bytes));
  }

  private readBytesNow(buffers: readonly GPUBuffer[], waitUntil: WaitUntil): ArrayBuffer[] {
    let failed = false;
    const stagings = buffers.map((buffer) => {
      const { staging, mapped } = this.startReading(buffer);
      mapped.catch(() => {
        failed = true;
      });
      return staging;
    });
    waitUntil(() => failed || stagings.every(({ mapState }) => mapState !== 'pending'));
    return stagings.map((staging) => this.finishReading(staging));
  }

  private startReading(buffer: GPUBuffer): { staging: GPUBuffer; mapped: Promise<undefined> } {
    this.health.expectNoError();
    this.recording?.refuse('it reads a tensor');
    if (this.isPreparing) throw new Error(READ_TOO_EARLY);
    const staging = this.bufferManager.acquireBuffer(buffer.size, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
    this.copy(buffer, staging);
    this.submitQueue();
    return { staging, mapped: platform.asking(() => staging.mapAsync(GPUMapMode.READ)) };
  }

  private finishReading(staging: GPUBuffer): ArrayBuffer {
    try {
      this.health.expectNoError();
      if (staging.mapState !== 'mapped') throw new Error(UNREADABLE);
      return staging.getMappedRange().slice(0);
    } finally {
      staging.unmap();
      this.bufferManager.releaseBuffer(staging);
    }
  }

  override dispose(): void {
    if (this.health.lost) return;
    this.health.end(REMOVED);
    super.dispose();
    this.constants.dispose();
    this.device.destroy();
    this.whenDisposed();
  }
}

export const TENSOR_USAGE = 0x80 | 0x04 | 0x08; // GPUBufferUsage.STORAGE | COPY_SRC | COPY_DST, which Node has no name for before its start

/** Tensors of so many values or fewer share a buffer with all that are equal. */
const LONGEST_CONSTANT = 4;

/** The bits of a tensor's values as the GPU has them: those of the array itself where they are the same. */
export function wordsOf(dtype: string, values: BackendValues): Uint32Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = values as Float32Array;
  const isAlike = dtype === 'float32' ? values instanceof Float32Array : values instanceof Int32Array;
  if (isAlike && buffer instanceof ArrayBuffer) return new Uint32Array(buffer, byteOffset, length);
  const numbers = values as ArrayLike<number>;
  const typed = dtype === 'float32' ? Float32Array.from(numbers) : Int32Array.from(numbers);
  return new Uint32Array(typed.buffer);
}

function valuesOf(dtype: string, bytes: ArrayBuffer): BackendValues {
  if (dtype === 'float32') return new Float32Array(bytes);
  const integers = new Int32Array(bytes);
  return dtype === 'bool' ? Uint8Array.from(integers) : integers;
}

/** Asked where a tensor's values are not here: they are on another backend, or gone. */
function moveData(here: TrainableBackendWebGPU, dataId: object): void {
  if (!engine().state.tensorInfo.has(dataId)) throw new Error(USED_TOO_LATE);
  engine().moveData(here, dataId);
}

type WaitUntil = NonNullable<typeof platform.waitUntil>;

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
const USE_LESS = 'Use smaller pictures, fewer filters or a smaller batch.';
const outOfMemory = (bytes: number, allocated: number) =>
  `Expected ${megabytes(bytes)} of GPU memory for a tensor, got none next to the ${megabytes(allocated)} in use. ${USE_LESS}`;

const REMOVED =
  'Expected a tensor of a running backend, got one whose backend has been removed. Read tensors before you remove it.';
const UNREADABLE =
  'Expected values that can be read from the GPU, got none because of an earlier error. Compute them anew.';
const READ_TOO_EARLY =
  'Expected work that reads no tensor while its shaders are prepared, got a read. Read after warmUp, where there are values.';
const USED_TOO_LATE = 'Expected a tensor with values, got one that has been disposed. Dispose it after its last use.';
