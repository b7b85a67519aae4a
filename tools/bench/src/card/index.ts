import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { lookForGpu } from '@pix2pix-ts/backend-webgpu/node';
import { median } from '../process/median.ts';
import { runJsonProcess } from '../process/run-json-process.ts';
import { ourCommand } from '../process/run-our-process.ts';
import type { TorchTimes } from '../step/step-result.ts';
import { type CardModel, cardModel } from './card-model.ts';
import { type CardReport, type Part, reportLines, type TestsOnCard } from './card-report.ts';
import type { CardProfile } from './profile-process.ts';
import type { CardTimes, CardWork } from './time-process.ts';

// Everything that is to be seen of a graphics card, in minutes, in one report. Each part runs in a process of its own and may fail.

const { values } = parseArgs({
  options: {
    torch: { type: 'string' },
    models: { type: 'string', default: 'fast,pytorch-gan' },
    steps: { type: 'string', default: '30' },
    tests: { type: 'string', default: 'packages/(backend-webgpu|backend-native|ops|losses)/' },
    'no-tests': { type: 'boolean', default: false },
    json: { type: 'string', default: 'gpu-report.json' },
  },
});
const steps = Number(values.steps);
const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** What is timed of ours, by the name in the report; WebGPU by direct products, and with Winograd's forms. */
const OURS: Record<string, Omit<CardWork, 'model' | 'steps'>> = {
  webgpu: { backend: 'webgpu', forms: false },
  'webgpu forms': { backend: 'webgpu', forms: true },
  native: { backend: 'native', precision: 'float32' },
  'native, not compiled': { backend: 'native', precision: 'float32', compile: false },
  'native, tf32': { backend: 'native', precision: 'tf32' },
  'native, bf16-gradients': { backend: 'native', precision: 'bf16-gradients' },
  wasm: { backend: 'wasm' },
};
/** And of PyTorch; both sides take TF32 where the name says so, and nowhere else. */
const TORCH = {
  'torch cuda': { tf32: 0 },
  'torch cuda, tf32': { tf32: 1 },
  'torch cuda, channels last': { form: 'channels-last', tf32: 0 },
  'torch cuda, amp': { form: 'amp', tf32: 0 },
  'torch cuda, compile': { form: 'compile', tf32: 0 },
};
/** In ms: no part takes longer. */
const PATIENCE = 300_000;

const report: CardReport = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${process.platform}, Node ${process.versions.node}`,
  card: await attempt('the card', () => lookForGpu()),
  tests: {},
  times: {},
  profiles: {},
};
for (const model of values.models.split(',') as CardModel[]) await look(model);
if (!values['no-tests'])
  for (const project of ['webgpu', 'native'])
    report.tests[project] = await attempt(`the tests of ${project}`, () => runTests(project));
await writeReport();
console.log(reportLines(report).join('\n'));

/** The times of every engine on a model, and a profile; what has been found is written at once, in case the next part hangs. */
async function look(model: CardModel): Promise<void> {
  const engines: Record<string, Part<CardTimes>> = {};
  report.times[model] = engines;
  for (const [name, work] of Object.entries(OURS)) {
    engines[name] = await attempt(`${model} on ${name}`, () =>
      ours<CardTimes>('card/time-process.ts', { ...work, model, steps }),
    );
    await writeReport();
  }
  const { torch } = values;
  if (torch === undefined) return lookCloser(model);
  for (const [name, form] of Object.entries(TORCH)) {
    engines[name] = await attempt(`${model} on ${name}`, () => timeTorch(torch, model, form));
    await writeReport();
  }
  return lookCloser(model);
}

async function lookCloser(model: CardModel): Promise<void> {
  report.profiles[model] = await attempt(`the profile of ${model}`, () =>
    ours<CardProfile>('card/profile-process.ts', { model, forms: false }),
  );
  report.profiles[`${model} in forms`] = await attempt(`the profile of ${model} in forms`, () =>
    ours<CardProfile>('card/profile-process.ts', { model, forms: true }),
  );
  await writeReport();
}

async function writeReport(): Promise<void> {
  await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

async function attempt<Found>(what: string, work: () => Promise<Found>): Promise<Part<Found>> {
  console.error(`${new Date().toISOString().slice(11, 19)} ${what} ...`);
  try {
    return await work();
  } catch (error) {
    const { message, stderr = '' } = error as { message: string; stderr?: string };
    const line = stderr.split('\n').find((text) => /^\w*Error\b/.test(text)) ?? message;
    return { missing: line.split('\n', 1)[0]?.slice(0, 300) ?? '' };
  }
}

async function ours<Found>(file: string, options: object): Promise<Found> {
  const [node, ...args] = ourCommand(file, options);
  const { stdout } = await promisify(execFile)(node, args, {
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Found;
}

/** PyTorch's step on CUDA, of the same networks. */
async function timeTorch(python: string, model: CardModel, form: object): Promise<CardTimes> {
  const { generator, batch, learningRate } = cardModel(model);
  const { imageSize: size, filters, dropout } = generator as { imageSize: number; filters: number; dropout: number };
  const options = {
    size,
    filters,
    batch,
    rate: learningRate,
    dropout: dropout > 0 ? 1 : 0,
    threads: 1,
    warmup: 5,
    steps,
  };
  const script = fileURLToPath(new URL('../../torch_step.py', import.meta.url));
  const args = Object.entries({ ...options, ...form, device: 'cuda' }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ]);
  const { trainStepMs, inferenceMs } = await runJsonProcess<TorchTimes>(python, [script, ...args]);
  return { trainStepMs: median(trainStepMs), translateMs: median(inferenceMs) };
}

/** The tests of a project on this card; `webgpu` takes it in place of SwiftShader, `native` where TensorFlow has it. */
async function runTests(project: string): Promise<TestsOnCard> {
  const file = path.join(tmpdir(), `pix2pix-gpu-tests-${process.pid}.json`);
  const args = ['node_modules/jest/bin/jest.js', '--selectProjects', project, '--testPathPatterns', values.tests];
  const env = { ...process.env, WEBGPU_TESTS_ON: 'card' };
  try {
    // jest's own exit status says that a test failed, which the file says too.
    await promisify(execFile)(process.execPath, [...args, '--json', '--outputFile', file], {
      cwd: root,
      env,
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
      maxBuffer: 2 ** 26,
    }).catch(() => {});
    return testsIn(JSON.parse(await readFile(file, 'utf8')));
  } finally {
    await rm(file, { force: true });
  }
}

type JestResult = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
};

function testsIn({ numPassedTests, numFailedTests, testResults }: JestResult): TestsOnCard {
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests, names: failed.map(({ fullName }) => fullName) };
}
