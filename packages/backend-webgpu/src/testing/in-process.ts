import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../../..');
const imports = `import { setGpu, webgpuAdapter } from '@pix2pix-ts/backend-webgpu';
  import * as tf from '@tensorflow/tfjs-core';`;

/**
 * Runs a script on this package's sources, on the GPU that the tests have, in a process of its own, which must end by itself.
 *
 * @returns what it wrote, in lines
 */
export async function inProcess(script: string): Promise<Record<'out' | 'err', string[]>> {
  const ours = [...FROM_SOURCES, '--input-type=module', '--eval'];
  const driver = path.dirname(process.env.VK_DRIVER_FILES ?? '');
  // The loader of Vulkan drivers is next to the driver: see test/swiftshader-driver.mjs.
  const env = { ...process.env, LD_LIBRARY_PATH: driver };
  const options = { cwd: path.join(root, 'test'), timeout: 60_000, env };
  const { stdout, stderr } = await run(process.execPath, [...ours, imports + script], options);
  const lines = (text: string) => (text.trim() === '' ? [] : text.trim().split('\n'));
  return { out: lines(stdout), err: lines(stderr) };
}
