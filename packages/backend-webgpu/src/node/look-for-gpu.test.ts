import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withEnvironment } from '@pix2pix-ts/testing/with-environment';
import { type LookOptions, lookForGpu } from './index.ts';

// This process has loaded Vulkan's loader already; the other one finds it by the environment, next to the driver.
const libraries = dirname(process.env.VK_DRIVER_FILES as string);
const look = (changes: NodeJS.ProcessEnv = {}, options?: LookOptions) =>
  withEnvironment({ LD_LIBRARY_PATH: libraries, ...changes }, () => lookForGpu(options));

describe('a process of its own looks for a GPU', () => {
  test('and tells which one there is, and that the processor plays it', async () => {
    expect(await look()).toEqual({ name: expect.stringContaining('SwiftShader'), software: true });
  });

  test('and says in one line that no driver is there', async () => {
    const nowhere = { VK_DRIVER_FILES: '/nowhere.json', VK_ICD_FILENAMES: '/nowhere.json' };
    await expect(look(nowhere)).rejects.toThrow(
      /^Expected a GPU that WebGPU can use, got none: webgpu is without a graphics card that it can use \(look for a newer driver\)\.$/,
    );
  });

  test('and one that gives no answer ends alone', async () => {
    await expect(look({}, { patience: 1 })).rejects.toThrow('not working (its driver gave no answer in 0.001 s)');
  });
});
