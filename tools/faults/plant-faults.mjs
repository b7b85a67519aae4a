// npm run faults: breaks the wasm and WebGPU kernels one small piece at a time, and lists what no test has seen.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../run/repository.mjs';
import { findFaults, nameOf, plant, sampleOf } from './find-faults.ts';
import { makeScratchCopy } from './scratch-copy.mjs';
import { brokenFolders, leftAlone, projectOf, testsOf } from './sources.ts';

const string = { type: 'string' };
const { values: flags } = parseArgs({
  options: {
    sample: string,
    seed: { ...string, default: '1' },
    only: { ...string, default: '' },
    out: { ...string, default: path.join(tmpdir(), 'pix2pix-faults') },
    minutes: { ...string, default: 'Infinity' },
  },
});
/** A test that has not ended by then hangs, which is seen: it has so long, or four times what it took before, and a bit. */
const LIMIT_MS = 300_000;
const limitAfter = (ms) => 4 * ms + 10_000;

const copy = path.join(flags.out, 'copy');
const resultsFile = path.join(flags.out, 'results.jsonl');
mkdirSync(flags.out, { recursive: true });
makeScratchCopy(root, copy);

const files = brokenFolders
  .flatMap((folder) =>
    readdirSync(path.join(copy, folder), { recursive: true }).map((file) =>
      path.posix.join(folder, file.replaceAll(path.sep, '/')),
    ),
  )
  .filter((file) => file.endsWith('.ts') && !leftAlone.test(file) && file.includes(flags.only));
const sources = new Map(files.map((file) => [file, readFileSync(path.join(copy, file), 'utf8')]));
const all = files.flatMap((file) => findFaults(file, sources.get(file)));
const faults = sampleOf(all, flags.sample === undefined ? all.length : Number(flags.sample), Number(flags.seed));
const known = existsSync(resultsFile)
  ? readFileSync(resultsFile, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
const done = new Map(known.map((result) => [result.fault, result.seen]));
console.log(`${all.length} faults in ${files.length} files, ${faults.length} to try; results go to ${resultsFile}`);

const wasm = path.join(copy, 'packages/backend-wasm/wasm/kernels-fma-shared.wasm');
const needsWasm = faults.some((fault) => projectOf(fault.file) === 'wasm');
if (needsWasm) {
  console.log('building the unchanged sources; their tests run before their first fault');
  if ((await run(['build-kernels.mjs'], path.join(copy, 'packages/backend-wasm'))) !== 0)
    throw new Error('Expected the sources to build as they are, but they do not.');
}
const wholeBinary = needsWasm ? readFileSync(wasm) : undefined;
const end = Date.now() + Number(flags.minutes) * 60_000;
const survivors = [];
/** How long each test took on the sources as they are. */
const passedIn = new Map();
for (const [index, fault] of faults.entries()) {
  const name = nameOf(fault);
  if (!done.has(name)) {
    if (Date.now() > end) break;
    const seen = await tryFault(fault);
    done.set(name, seen);
    appendFileSync(resultsFile, `${JSON.stringify({ fault: name, seen })}\n`);
  }
  console.log(`${index + 1}/${faults.length} ${done.get(name)}: ${name}`);
  if (done.get(name) === 'by nobody') survivors.push(fault);
}
const tried = faults.filter((fault) => done.has(nameOf(fault)));
for (const kind of new Set(tried.map((fault) => fault.kind))) {
  const [all, unseen] = [tried, survivors].map((list) => list.filter((fault) => fault.kind === kind).length);
  console.log(`${kind}: ${all} tried, ${unseen} undetected`);
}
console.log(`\n${tried.length} tried, ${survivors.length} undetected${survivors.length > 0 ? ':' : ''}`);
for (const fault of survivors)
  console.log(`${nameOf(fault)}\n    ${sources.get(fault.file).split('\n')[fault.line - 1].trim()}`);

/** Who sees the fault: the compiler, a test, a test that hangs, or nobody. */
async function tryFault(fault) {
  const project = projectOf(fault.file);
  await passAsTheyAre(testsOf(fault.file), project);
  const file = path.join(copy, fault.file);
  const source = sources.get(fault.file);
  const inAssembly = fault.file.includes('/assembly/');
  writeFileSync(file, plant(source, fault));
  try {
    if (inAssembly && (await build()) !== 0) return 'by the compiler';
    for (const test of testsOf(fault.file)) {
      const status = await runTest(test, project);
      if (status !== 0) return status === 'late' ? 'by a test that hangs' : 'by a test';
    }
    return 'by nobody';
  } finally {
    writeFileSync(file, source);
    if (inAssembly) writeFileSync(wasm, wholeBinary);
  }
}

/** A test that fails anyway sees nothing. */
async function passAsTheyAre(tests, project) {
  for (const test of tests.filter((name) => !passedIn.has(name))) {
    const start = Date.now();
    if ((await runTest(test, project, 'inherit')) !== 0)
      throw new Error(`Expected ${test} to pass as it is, but it does not.`);
    passedIn.set(test, Date.now() - start);
  }
}

function runTest(name, project, output = 'ignore') {
  const jest = path.join(copy, 'node_modules/jest/bin/jest.js');
  const options = ['--selectProjects', project, '--maxWorkers', '1', '--bail', '--silent', '--reporters', 'default'];
  const limit = passedIn.has(name) ? limitAfter(passedIn.get(name)) : LIMIT_MS;
  return run([jest, ...options, '--', name], copy, output, limit);
}

/** Only the build that the tests of the copy run on. */
function build() {
  return run(['build-kernels.mjs', 'fma-shared'], path.join(copy, 'packages/backend-wasm'));
}

/** The exit status of a Node, or `late`. */
function run(args, cwd, output = 'ignore', limitMs = LIMIT_MS) {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', output, output] });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve('late');
    }, limitMs);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}
