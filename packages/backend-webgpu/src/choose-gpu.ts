import { type AdapterDescription, shared } from './shared-state.ts';

/**
 * Has the backend use this WebGPU instead of the page's, or of the one that it makes itself in Node: for flags of Dawn's,
 * such as another adapter. It counts from the next start of the backend.
 *
 * @param gpu `undefined` for the usual one again
 */
export function setGpu(gpu: GPU | undefined): void {
  void shared.opened?.then(({ device }) => device.destroy()).catch(() => {});
  shared.opened = undefined;
  shared.gpu = gpu;
}

/** What the running backend is on, or `undefined` where none runs. */
export function webgpuAdapter(): AdapterDescription | undefined {
  return shared.adapter;
}
