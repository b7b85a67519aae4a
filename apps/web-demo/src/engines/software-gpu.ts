import type { EngineName } from '@pix2pix-ts/engine';

/** GPUs emulated in software: the wasm engine is several times faster than they are. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i;

/** What the parts of WebGPU that TypeScript does not know yet look like. */
type Gpu = { requestAdapter(): Promise<{ isFallbackAdapter?: boolean; info?: GpuInfo } | null> };
type GpuInfo = { vendor?: string; architecture?: string; description?: string; isFallbackAdapter?: boolean };

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
  const { gpu } = navigator as unknown as { gpu?: Gpu };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return 'not offered by this browser';
  const { info } = adapter;
  const names = [info?.vendor, info?.architecture, info?.description].join(' ');
  const isProgram = adapter.isFallbackAdapter === true || info?.isFallbackAdapter === true || SOFTWARE.test(names);
  return isProgram ? PROGRAM : undefined;
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
