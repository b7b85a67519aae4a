import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { FROM_SOURCES, runCommand } from '@pix2pix-ts/testing/run-command';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { describeAdapter } from './describe-adapter.ts';
import { openGpu, webgpuAdapter } from './index.ts';

const folder = sharedFolder();

/** What a process that asks for the backend prints, where Vulkan's loader is found in this folder first. */
function askIn(libraries: string, script: string) {
  const source = JSON.stringify(join(import.meta.dirname, 'index.ts'));
  const tfjs = JSON.stringify(require.resolve('@tensorflow/tfjs-core'));
  const start = `const { openGpu } = await import(${source}); const tf = await import(${tfjs}); ${script}`;
  const env = { ...process.env, LD_LIBRARY_PATH: libraries };
  return runCommand(process.execPath, [...FROM_SOURCES, '--input-type=module', '-e', start], { env });
}

describe('openGpu', () => {
  test('says what the backend runs on, here a GPU that the processor plays', async () => {
    expect(await openGpu()).toEqual({ name: expect.stringContaining('SwiftShader'), software: true });
    expect(await openGpu()).toBe(webgpuAdapter());
  });

  test('says in one line that Vulkan cannot be loaded, and nothing else is printed', async () => {
    await writeFile(join(folder.path, 'libvulkan.so.1'), 'no library');
    const script = 'await openGpu().catch(({ name, message }) => console.log(name, message));';
    const { stdout, stderr, exitCode } = await askIn(folder.path, script);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toMatch(
      /^NoGpuError Expected a GPU that WebGPU can use, got none: webgpu is without Vulkan \(.*libvulkan\.so\.1: .*; install the card's driver and Vulkan's loader\)\.\n$/,
    );
  });
});

describe('an adapter', () => {
  const info = { vendor: '', architecture: '', device: '', description: '' };

  test.each([
    [{ ...info, description: 'SwiftShader driver 5.0.0' }, true],
    [{ ...info, description: 'llvmpipe (LLVM 17.0.6, 256 bits)' }, true],
    [{ ...info, vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }, true],
    [{ ...info, vendor: 'google', architecture: 'swiftshader' }, true],
    [{ ...info, description: 'a card', isFallbackAdapter: true }, true],
    [{ ...info, vendor: 'nvidia', architecture: 'hopper', description: 'NVIDIA H100 PCIe' }, false],
    [{ ...info, vendor: 'apple', architecture: 'metal-3' }, false],
    [info, false],
  ])('%j is played by the processor: %s', (words, software) => {
    expect(describeAdapter(words).software).toBe(software);
  });

  test('is named by its card and driver, or by what there is of them', () => {
    expect(describeAdapter({ ...info, vendor: 'apple', architecture: 'metal-3' }).name).toBe('apple metal-3');
    expect(describeAdapter({ ...info, vendor: 'nvidia', description: 'NVIDIA H100 PCIe' }).name).toBe(
      'NVIDIA H100 PCIe',
    );
    const driver = 'SwiftShader driver 5.0.0';
    expect(describeAdapter({ ...info, device: 'swiftshader-device-subzero-', description: driver }).name).toBe(
      'swiftshader-device-subzero (SwiftShader driver 5.0.0)',
    );
    expect(describeAdapter(info).name).toBe('a GPU without a name');
  });
});
