import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../../..');
const imports = `import { setThreadsCount, getThreadsCount, wasmFeatures } from '@pix2pix-ts/backend-wasm';
  import * as tf from '@tensorflow/tfjs-core';`;

/**
 * Runs a script on this package's sources in a process of its own, which must end by itself.
 *
 * @param flags for Node
 * @returns what it wrote, in lines
 */
export async function inProcess(
  script: string,
  flags: readonly string[] = [],
): Promise<Record<'out' | 'err', string[]>> {
  const ours = [...FROM_SOURCES, '--input-type=module', '--eval'];
  const cwd = path.join(root, 'test'); // where the imports are found
  const options = { cwd, timeout: 60_000 };
  const { stdout, stderr } = await run(process.execPath, [...flags, ...ours, imports + script], options);
  const lines = (text: string) => (text.trim() === '' ? [] : text.trim().split('\n'));
  return { out: lines(stdout), err: lines(stderr) };
}
