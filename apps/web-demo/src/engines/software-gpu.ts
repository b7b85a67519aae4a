import type { PageEngine } from './engine-choice.ts';

/** GPUs that are programs: the wasm engine is several times faster than they are. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i;

/** What the parts of WebGPU that TypeScript does not know yet look like. */
type Gpu = { requestAdapter(): Promise<{ isFallbackAdapter?: boolean; info?: GpuInfo } | null> };
type GpuInfo = { vendor?: string; architecture?: string; description?: string; isFallbackAdapter?: boolean };

/** Why an engine that works is not worth taking by itself: its GPU is a program on the processor. Undefined where it is one. */
export async function whySlow(engine: PageEngine): Promise<string | undefined> {
  if (engine === 'webgpu') return (await webgpuIsSoftware()) ? 'a program here and no graphics card' : undefined;
  if (engine === 'webgl') return webglIsSoftware() ? 'a program here and no graphics card' : undefined;
  return undefined;
}

async function webgpuIsSoftware(): Promise<boolean> {
  const { gpu } = navigator as unknown as { gpu?: Gpu };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return false; // starting it tells why
  const { info } = adapter;
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
