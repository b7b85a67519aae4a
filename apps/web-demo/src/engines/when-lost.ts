import { backend } from '@tensorflow/tfjs-core';

/** What TensorFlow.js's backends for GPUs hold inside, as far as it is needed here. */
type GpuBackend = {
  device?: { lost: Promise<{ reason: string; message: string }> };
  gpgpu?: { gl: WebGL2RenderingContext };
};

/** Calls back with a reason, without a full stop, when the GPU that the current engine runs on is lost: unplugged, reset, or taken by the system. */
export function whenLost(onLost: (reason: string) => void): void {
  const { device, gpgpu } = backend() as unknown as GpuBackend;
  device?.lost.then(({ reason, message }) => onLost(message.replace(/\.$/, '') || reason || 'the GPU was lost'));
  gpgpu?.gl.canvas.addEventListener('webglcontextlost', () => onLost('the GPU was lost'));
}
