import { isSoftwareGpu } from '@pix2pix-ts/common';
import type { EngineName } from './engine.ts';

/**
 * Why a GPU's engine is not chosen automatically in a page: there is no GPU, or it is emulated on the processor. Undefined
 * where nothing speaks against it. Asked before the engine's package is loaded.
 */
export async function whyNotInPage(engine: EngineName): Promise<string | undefined> {
  if (engine === 'webgpu') return whyNotWebgpu();
  return engine === 'webgl' && webglIsSoftware() ? SOFTWARE : undefined;
}

const SOFTWARE = 'emulated in software here, without a graphics card';

async function whyNotWebgpu(): Promise<string | undefined> {
  const adapter = await requestAdapter();
  if (!adapter) return 'not offered by this browser';
  return isSoftwareAdapter(adapter) ? SOFTWARE : undefined;
}

/** What WebGPU runs on in this browser; null where there is nothing. */
export async function requestAdapter(): Promise<GPUAdapter | null> {
  // Neither a browser without WebGPU nor a page that is not secure has it.
  const { gpu } = navigator as { gpu?: GPU };
  return (await gpu?.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null)) ?? null;
}

/** Whether a program on the processor plays this graphics card. */
export function isSoftwareAdapter({ info, ...adapter }: GPUAdapter & { isFallbackAdapter?: boolean }): boolean {
  const names = [info?.vendor, info?.architecture, info?.device, info?.description].join(' ');
  return adapter.isFallbackAdapter === true || info?.isFallbackAdapter === true || isSoftwareGpu(names);
}

function webglIsSoftware(): boolean {
  if (typeof OffscreenCanvas === 'undefined') return false;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return false;
  const named = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(named ? gl.getParameter(named.UNMASKED_RENDERER_WEBGL) : gl.getParameter(gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return isSoftwareGpu(renderer);
}
