import type { EngineName } from '@pix2pix-ts/engine';

/** GPUs emulated in software: the wasm engine is several times faster than they are. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i;

/**
 * Why a GPU's engine is not chosen automatically: there is no GPU, or it is emulated on the processor. Undefined where
 * nothing speaks against it. Asked before the engine's package is loaded.
 */
export async function whyNotByItself(engine: EngineName): Promise<string | undefined> {
  if (engine === 'webgpu') return whyNotWebgpu();
  return engine === 'webgl' && webglIsSoftware() ? PROGRAM : undefined;
}

const PROGRAM = 'emulated in software here, without a graphics card';

async function whyNotWebgpu(): Promise<string | undefined> {
  const adapter = await requestCard();
  if (!adapter) return 'not offered by this browser';
  return isProgram(adapter) ? PROGRAM : undefined;
}

/** What WebGPU runs on in this browser; null where there is nothing. */
export async function requestCard(): Promise<GPUAdapter | null> {
  // Neither a browser without WebGPU nor a page that is not secure has it.
  const { gpu } = navigator as { gpu?: GPU };
  return (await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null)) ?? null;
}

/** Whether the processor plays it. */
export function isProgram({ info, ...adapter }: GPUAdapter & { isFallbackAdapter?: boolean }): boolean {
  const names = [info?.vendor, info?.architecture, info?.description].join(' ');
  return adapter.isFallbackAdapter === true || info?.isFallbackAdapter === true || SOFTWARE.test(names);
}

function webglIsSoftware(): boolean {
  if (typeof OffscreenCanvas === 'undefined') return false;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return false;
  const named = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(named ? gl.getParameter(named.UNMASKED_RENDERER_WEBGL) : gl.getParameter(gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return SOFTWARE.test(renderer);
}
