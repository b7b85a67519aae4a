import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';
import { countOf, regressions, type SpecResult } from './compare-results.ts';

const script = fileURLToPath(new URL('suite-process.mjs', import.meta.url));

const stock = await runSuite('@tensorflow/tfjs-backend-wasm');
const ours = await runSuite('@pix2pix-ts/backend-wasm', FROM_SOURCES);
const broken = regressions(stock, ours);
for (const { name, error } of broken.slice(0, 20)) console.log(`FAIL ${name}\n     ${error.split('\n')[0]}`);
if (broken.length > 20) console.log(`... and ${broken.length - 20} more`);
console.log(`${broken.length} specs pass on the stock backend and fail on ours`);
process.exitCode = broken.length === 0 && stock.length > 0 ? 0 : 1;

/** Runs all specs on a backend in a process of its own, prints the counts and returns the results. */
async function runSuite(backendPackage: string, nodeArguments: readonly string[] = []): Promise<SpecResult[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tfjs-suite-'));
  try {
    const resultsFile = path.join(folder, 'results.json');
    await runNode([...nodeArguments, script, backendPackage, resultsFile]);
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
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
