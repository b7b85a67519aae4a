import { firstLine } from '../first-line.ts';
import { NoGpuError } from '../no-gpu-error.ts';

/** Vulkan's loader on Linux, as Dawn asks for it. */
const LOADER = 'libvulkan.so.1';

/**
 * Looks whether Vulkan can be loaded before Dawn does, which would write a warning to stderr and find no adapter.
 *
 * @throws NoGpuError of one line where it cannot
 */
export function expectVulkan(): void {
  if (process.platform !== 'linux') return; // Metal and D3D12 come with the system
  try {
    process.dlopen({ exports: {} }, LOADER);
  } catch (error) {
    const { message } = error as Error;
    if (/did not self-register/.test(message)) return; // it was loaded, and is no addon of Node's
    throw new NoGpuError(`without Vulkan (${firstLine(message)}; install the card's driver and Vulkan's loader)`);
  }
}
