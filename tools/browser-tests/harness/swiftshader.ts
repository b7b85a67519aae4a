import { constants } from 'node:os';
import path from 'node:path';
import { unpackChromium } from './unpack-chromium.ts';

/**
 * Lets this process find SwiftShader, a GPU that is played by the processor and comes with Chromium, and the loader of
 * Vulkan drivers: for Dawn in Node, on a machine without a card. `VK_DRIVER_FILES` of the process has to name the driver
 * before anything looks for one: see test/swiftshader-driver.mjs.
 */
export async function loadSwiftShader(): Promise<void> {
  if (process.env.WEBGPU_TESTS_ON === 'card') return; // npm run gpu
  const loader = path.join(await swiftShaderFolder(), 'libvulkan.so.1');
  const stayLoaded = 0x1000; // RTLD_NODELETE
  try {
    // Whoever asks for the library by its name gets the one that the process has loaded already.
    process.dlopen({ exports: {} }, loader, constants.dlopen.RTLD_NOW | stayLoaded);
  } catch (error) {
    if (!/did not self-register/.test((error as Error).message)) throw error; // it is no addon of Node's, as we know
  }
}

/** The environment in which a process of its own finds SwiftShader, and no other GPU. */
export async function onSwiftShader(environment: NodeJS.ProcessEnv = process.env): Promise<NodeJS.ProcessEnv> {
  const folder = await swiftShaderFolder();
  const driver = path.join(folder, 'vk_swiftshader_icd.json');
  return { ...environment, LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver };
}

async function swiftShaderFolder(): Promise<string> {
  const { executable } = await unpackChromium();
  return path.dirname(executable);
}
