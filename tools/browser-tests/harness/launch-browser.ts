import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { unpackChromium } from './unpack-chromium.ts';

// The list of flags that Chromium's package has switches off what makes a page cross-origin isolated.
const FLAGS = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** Further flags, with which the processor plays a GPU for WebGPU too. */
export const WEBGPU_FLAGS = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader', // without it a canvas has no texture that WebGPU could draw on, and the device is lost
];

/** A browser without a window, with WebGL on the processor: the pinned Chromium, or the one that the environment names; with more flags. */
export async function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  const options: LaunchOptions = { args: [...FLAGS, ...flags], timeout: 60_000 };
  const yours = process.env.PIX2PIX_CHROMIUM;
  if (yours !== undefined) return chromium.launch({ ...options, executablePath: yours });
  const { executable, libraries } = await unpackChromium();
  return chromium.launch({ ...options, executablePath: executable }).catch((error: Error) => {
    if (!error.message.includes('error while loading shared libraries')) throw error;
    const env = { ...process.env, LD_LIBRARY_PATH: libraries };
    return chromium.launch({ ...options, executablePath: executable, env });
  });
}
