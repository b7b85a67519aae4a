import type { findBackendFactory } from '@tensorflow/tfjs-core';

/** What the copies of this package in one process agree on: TensorFlow.js has one registry of backends for all of them. */
export type SharedState = {
  /** The WebGPU that the next backend is started on, where somebody has chosen one. */
  gpu?: GPU | undefined;
  /** For the next start of the backend. */
  opened?: Promise<OpenedGpu> | undefined;
  /** What the running backend is on. */
  adapter?: AdapterDescription | undefined;
  /** Ours, registered under the name `webgpu`. */
  factory?: ReturnType<typeof findBackendFactory>;
};

/** The card, or what plays it. */
export type AdapterDescription = {
  /** Such as `NVIDIA H100`; in a page, where a browser tells no more, `nvidia hopper`. */
  name: string;
  /** Whether a processor plays the GPU. */
  software: boolean;
};

/** A device, and what it is on. */
export type OpenedGpu = { device: GPUDevice; info: GPUAdapterInfo; adapter: AdapterDescription };

const KEY = Symbol.for('@pix2pix-ts/backend-webgpu');
const place = globalThis as { [KEY]?: SharedState };

export const shared: SharedState = place[KEY] ?? {};
place[KEY] = shared;
