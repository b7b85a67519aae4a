import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type AdapterWords, describeAdapter } from '../describe-adapter.ts';
import { firstLine } from '../first-line.ts';
import { NoGpuError } from '../no-gpu-error.ts';
import { expectVulkan } from '../platform/expect-vulkan.ts';
import type { AdapterDescription } from '../shared-state.ts';

/** How to look. */
export type LookOptions = {
  /** How long a driver may take, in milliseconds. @default 30000 */
  patience?: number;
};

/**
 * Looks which GPU the backend would run on, in a process of its own: a driver that crashes or hangs ends that one alone, and
 * what it prints is not seen. Takes about a tenth of a second; neither the backend nor TensorFlow.js is loaded.
 *
 * @throws NoGpuError of one line where there is none that gives a device
 */
export async function lookForGpu({ patience = 30_000 }: LookOptions = {}): Promise<AdapterDescription> {
  const dawn = findDawn();
  expectVulkan();
  const { info, refusal } = await askDawn(dawn, patience);
  if (!info) throw new NoGpuError('without a graphics card that it can use (look for a newer driver)');
  const adapter = describeAdapter(info);
  if (refusal !== undefined) throw new NoGpuError(`refused by ${adapter.name} (${firstLine(refusal)})`);
  return adapter;
}

function findDawn(): string {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve('webgpu')).href;
  } catch {
    throw new NoGpuError('not installed (npm install webgpu)');
  }
}

/** What the other process found: nothing, a GPU, or one that gives no device. */
type Answer = { info?: AdapterWords; refusal?: string };

/** The program of that process. It prints its answer, and ends at once, before anything of Dawn's is taken down. */
const PROGRAM = `
import { writeSync } from 'node:fs';
const dawn = await import(process.argv[1]);
const { create } = dawn.create ? dawn : dawn.default;
const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' });
const answer = {};
if (adapter) {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  answer.info = { vendor, architecture, device, description, isFallbackAdapter };
  await adapter.requestDevice().catch((error) => { answer.refusal = error.message; });
}
writeSync(1, JSON.stringify(answer));
process.exit(0);
`;

function askDawn(dawn: string, patience: number): Promise<Answer> {
  const args = ['--input-type=module', '--eval', PROGRAM, dawn];
  // Whatever flags this process has, such as a debugger's, are not for that one.
  const env = { ...process.env, NODE_OPTIONS: '' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, timeout: patience, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      const answer = parseAnswer(stdout);
      if (answer) return resolve(answer);
      if (error?.killed)
        return reject(new NoGpuError(`not working (its driver gave no answer in ${patience / 1000} s)`));
      const said = lastError(stderr) ?? `it ended with ${error?.signal ?? `exit code ${error?.code}`}`;
      reject(new NoGpuError(`not working (looking for a GPU crashed: ${said})`));
    });
  });
}

function parseAnswer(stdout: string): Answer | undefined {
  try {
    return JSON.parse(stdout) as Answer;
  } catch {
    return undefined;
  }
}

/** The line of Node's report that says what went wrong, such as `Error: libc.musl.so: cannot open shared object file`. */
function lastError(stderr: string): string | undefined {
  const line = stderr.split('\n').find((text) => /^(\w+)?Error\b/.test(text));
  return line === undefined ? undefined : firstLine(line);
}
