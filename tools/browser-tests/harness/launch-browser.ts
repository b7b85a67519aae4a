import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { unpackChromium } from './unpack-chromium.ts';

const options: LaunchOptions = {
  // The list of flags that Chromium's package has switches off what makes a page cross-origin isolated.
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  timeout: 60_000,
};

/** A browser without a window, with WebGL on the processor: the pinned Chromium, or the one that the environment names. */
export async function launchBrowser(): Promise<Browser> {
  const yours = process.env.PIX2PIX_CHROMIUM;
  if (yours !== undefined) return chromium.launch({ ...options, executablePath: yours });
  const { executable, libraries } = await unpackChromium();
  return chromium.launch({ ...options, executablePath: executable }).catch((error: Error) => {
    if (!error.message.includes('error while loading shared libraries')) throw error;
    const env = { ...process.env, LD_LIBRARY_PATH: libraries };
    return chromium.launch({ ...options, executablePath: executable, env });
  });
}
