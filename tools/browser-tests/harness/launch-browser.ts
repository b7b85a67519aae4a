import { type Browser, chromium } from 'playwright-core';
import { unpackChromium } from './unpack-chromium.ts';

// The package's own list of flags switches off what makes a page cross-origin isolated.
const flags = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** A browser without a window, with WebGL on the processor: the pinned Chromium, or the one that the environment names. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.PIX2PIX_CHROMIUM ?? (await unpackChromium());
  return chromium.launch({ executablePath, args: flags, timeout: 60_000 });
}
