import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { BackendValues, DataStorage, DataType, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import type { BufferPool } from './buffer-pool.ts';

/** What the stock backend knows of a tensor. */
export type TensorData = {
  /** In JavaScript, where they are known there. */
  values: BackendValues | null;
  dtype: DataType;
  shape: number[];
  refCount: number;
  /** On the GPU, where it is there. */
  resource?: GPUBuffer | GPUTexture | GPUExternalTexture | null;
  external?: boolean;
  /** The two tensors that a complex one is made of. */
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo } | null;
  /** Whether the place on the GPU is shared by all tensors with these values, and never written. */
  isConstant?: boolean;
  /** How often it has been written in place. */
  writes?: number;
};

/** A value or a vector of a uniform, of 32 bits each. */
export type UniformField = { type: string; data: number[] };

/** A shader of the stock backend's. */
export type StockProgram = {
  pipeline: GPUComputePipeline | Promise<GPUComputePipeline>;
  /** Workgroups in each dimension. */
  dispatch: [number, number, number];
  outputShape: number[];
  /** Whether its uniform has the number of values. */
  size?: boolean;
  /** How many values a thread writes. */
  outputComponent?: number;
  /** Where it reads or draws a picture. */
  pixelsOpType?: number | null;
};

/** The parts of the stock backend that we use or replace; TypeScript is told that most of them are private. */
export interface StockBackend extends KernelBackend {
  bufferManager: BufferPool;
  device: GPUDevice;
  queue: GPUQueue;
  tensorMap: DataStorage<TensorData>;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  /** Tensors in commands that have not been submitted. */
  commandQueueOwnedIds: WeakSet<object>;
  /** Where the kernels that run are timed, by tfjs's own profiler. */
  activeTimers: object[] | null | undefined;
  tensorDataPendingDisposal: object[];
  uniformPendingDisposal: GPUBuffer[];
  /** The stock kernels' shaders; those that are being compiled are promises. */
  pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
  submitQueue(): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  releaseResource(dataId: object): void;
  uploadToGPU(dataId: object): void;
  /** Runs a shader, compiled before. */
  recordAndSubmit(program: StockProgram, output: TensorInfo, inputs: TensorInfo[], uniform?: UniformField[]): void;
  makeUniforms(fields: UniformField[]): GPUBufferBinding;
  write(values: BackendValues | null, shape: number[], dtype: DataType): object;
  memory(): { numBytesInGPU: number; numBytesAllocatedInGPU: number; unreliable: boolean };
  makeTensorInfo(shape: number[], dtype: DataType, values?: BackendValues): TensorInfo;
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
  read(dataId: object): Promise<BackendValues>;
  readSync(dataId: object): BackendValues;
  checkCompileCompletionAsync(): Promise<void>;
  dispose(): void;
}

export const StockBackendClass = WebGPUBackend as unknown as new (
  device: GPUDevice,
  adapterInfo: GPUAdapterInfo,
) => StockBackend;
