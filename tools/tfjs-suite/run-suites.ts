import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { onSwiftShader } from '@pix2pix-ts/browser-tests/swiftshader';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';
import { countOf, regressions, type SpecResult } from './compare-results.ts';

const script = fileURLToPath(new URL('suite-process.mjs', import.meta.url));

/** A backend by its name: the stock package, ours, and what passes on the stock one by mistake. */
const engines: Readonly<Record<string, { stock: string; ours: string; byMistake?: readonly string[] }>> = {
  wasm: { stock: '@tensorflow/tfjs-backend-wasm', ours: '@pix2pix-ts/backend-wasm' },
  webgpu: {
    stock: '@tensorflow/tfjs-backend-webgpu',
    ours: '@pix2pix-ts/backend-webgpu',
    // It waits for any error: the stock backend's is that nothing can be read synchronously in Node.
    byMistake: ['broadcastArgs webgpu {"WEBGPU_CPU_FORWARD":false} ([1,2], [1,3]) -> error'],
  },
};

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', default: '' } },
  allowPositionals: true,
});
const engine = positionals[0] ?? 'wasm';
const suites = engines[engine];
if (!suites)
  throw new Error(`Expected an engine, ${Object.keys(engines).join(' or ')}, got ${engine}. Name one of them.`);
const environment = engine === 'webgpu' ? await onSwiftShader() : process.env;

const stock = await runSuite(suites.stock);
const ours = await runSuite(suites.ours, FROM_SOURCES);
const broken = regressions(stock, ours).filter(({ name }) => !suites.byMistake?.includes(name));
for (const { name, error } of broken.slice(0, 20)) console.log(`FAIL ${name}\n     ${error.split('\n')[0]}`);
if (broken.length > 20) console.log(`... and ${broken.length - 20} more`);
console.log(`${broken.length} specs pass on the stock backend and fail on ours`);
process.exitCode = broken.length === 0 && stock.length > 0 ? 0 : 1;

/** Runs all specs on a backend in a process of its own, prints the counts and returns the results. */
async function runSuite(backendPackage: string, nodeArguments: readonly string[] = []): Promise<SpecResult[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tfjs-suite-'));
  try {
    const resultsFile = path.join(folder, 'results.json');
    await runNode([...nodeArguments, script, backendPackage, resultsFile, engine, values.only]);
    const specs: SpecResult[] = JSON.parse(await readFile(resultsFile, 'utf8'));
    const [passed, failed, pending] = (['passed', 'failed', 'pending'] as const).map((status) =>
      countOf(status, specs),
    );
    console.log(`${backendPackage}: ${passed} passed, ${failed} failed, ${pending} pending`);
    return specs;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The suite prints what the tests of profilers and warnings print: shown only where the process fails. */
function runNode(args: string[]): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      const tail = Buffer.concat(output).toString().split('\n').slice(-20).join('\n');
      reject(new Error(`Expected the suite to end by itself, got ${signal ?? `exit status ${code}`}:\n${tail}`));
    });
  });
}
