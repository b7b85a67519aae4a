import { runInThisContext } from 'node:vm';
import { firstLine } from '../first-line.ts';
import { NoGpuError } from '../no-gpu-error.ts';
import { asking, waitUntil } from './dawn-ticks.ts';
import { expectVulkan } from './expect-vulkan.ts';
import type { Platform } from './platform.ts';

/** In Node, through npm's `webgpu`, which is Dawn: Vulkan on Linux, Metal on macOS, D3D12 on Windows. */
export const platform: Platform = {
  async gpu(chosen) {
    if (chosen) kept.add(chosen);
    if (chosen && 'GPUBufferUsage' in globalThis) return chosen;
    const { create, globals } = await importDawn();
    for (const [name, value] of Object.entries(globals))
      if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    if (chosen) return chosen;
    expectVulkan();
    realm[DAWN] ??= asking(() => create([]));
    return realm[DAWN];
  },

  inItsPage(work) {
    const before = ['WorkerGlobalScope', 'navigator'].map(
      (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
    );
    Object.defineProperty(globalThis, 'WorkerGlobalScope', { value: class {}, configurable: true });
    Object.defineProperty(globalThis, 'navigator', { value: { gpu: {} }, configurable: true });
    try {
      return work();
    } finally {
      for (const [name, descriptor] of before)
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else Reflect.deleteProperty(globalThis, name);
    }
  },

  asking,
  awaiting: (_, asked) => asked,
  waitUntil,
};

/**
 * Instances live as long as the process, and ours is one for all of it: Dawn's look for finished work may still come when
 * nothing here knows an instance any more, and crashes where it has been collected.
 */
const DAWN = Symbol.for('@pix2pix-ts/dawn');
const CHOSEN = Symbol.for('@pix2pix-ts/dawn, chosen');
const realm = runInThisContext('globalThis') as { [DAWN]?: GPU; [CHOSEN]?: Set<GPU> };
realm[CHOSEN] ??= new Set();
const kept = realm[CHOSEN];

type Dawn = { create(flags: string[]): GPU; globals: Record<string, unknown> };

async function importDawn(): Promise<Dawn> {
  try {
    return (await import('webgpu')) as unknown as Dawn;
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    const missing = /MODULE_NOT_FOUND/.test(code);
    throw new NoGpuError(
      missing ? 'not installed (npm install webgpu)' : `not working (the package webgpu: ${firstLine(message)})`,
    );
  }
}
