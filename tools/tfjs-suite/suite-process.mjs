// node suite-process.mjs PACKAGE RESULTS.json ENGINE ONLY: tfjs-core's tests, those of files whose path fits the pattern ONLY,
// on the backend ENGINE as this package registers it.
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { seedMathRandom } from './seeded-random.mjs';

const [backendPackage, resultsFile, engine, only] = process.argv.slice(2);
const isStock = backendPackage.startsWith('@tensorflow/');
const requireHere = createRequire(import.meta.url);
const coreFolder = path.dirname(requireHere.resolve('@tensorflow/tfjs-core/package.json'));
const core = `${pathToFileURL(coreFolder).href}/`;
register('./module-hooks.mjs', import.meta.url, { data: { core } });

await provideRequire();
const jasmineUtil = await importFromCore('jasmine_util.js');
await importFromCore('index.js');
await importFromCore('public/chained_ops/register_all_chained_ops.js');
await importFromCore('register_all_gradients.js');
// These come after the modules of tfjs-core, whose registries are on globalThis: a second copy then uses the same ones.
requireHere('@tensorflow/tfjs-backend-cpu'); // some tests move data to it
if (engine === 'webgpu' && isStock) await provideWebGPU();
await import(backendPackage);

const env = startJasmine();
// Before the test files: they ask at once which of their tests this environment takes.
const flags = engine === 'webgpu' ? { WEBGPU_CPU_FORWARD: false } : {}; // small tensors would be computed in JavaScript
// Without a page's canvas the stock WebGPU backend cannot read synchronously.
const isDataSync = !(engine === 'webgpu' && isStock);
jasmineUtil.setTestEnvs([{ name: engine, backendName: engine, flags, isDataSync }]);
for (const file of testFiles()) await importFromCore(file);
const specs = [];
env.addReporter({
  specDone: ({ fullName, status, failedExpectations }) =>
    specs.push({ name: fullName, status, error: failedExpectations[0]?.message ?? '' }),
});
seedMathRandom(1); // tests draw their data: every run must judge the same
await env.execute();
writeFileSync(resultsFile, JSON.stringify(specs));
process.exit(0); // a backend's threads need not end by themselves

/** The modules of tfjs-core call a `require` that ES modules lack; of jasmine they only set a timeout. */
async function provideRequire() {
  const requireInCore = createRequire(`${coreFolder}/dist/index.js`);
  const answer = (name) => (name.startsWith('jasmine-core/') ? { core: () => ({}) } : requireInCore(name));
  globalThis.require = Object.assign(answer, { resolve: requireInCore.resolve });
}

/** The stock backend looks for a page with WebGPU when it is loaded. */
async function provideWebGPU() {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals, { WorkerGlobalScope: class {} });
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]) }, configurable: true });
}

function importFromCore(file) {
  return import(`${core}dist/${file}`);
}

/** All test files, in a fixed order, except those that only set up another runner. */
function testFiles() {
  const files = readdirSync(path.join(coreFolder, 'dist'), { recursive: true }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  const isChosen = (file) => new RegExp(only).test(file);
  return files.filter((file) => file.endsWith('_test.js') && !file.startsWith('miniprogram') && isChosen(file)).sort();
}

/** Puts describe, it, expect and jasmine where the tests look for them. */
function startJasmine() {
  const { jasmine, ...names } = requireHere('jasmine-core').noGlobals();
  Object.assign(globalThis, names, { jasmine });
  jasmine.DEFAULT_TIMEOUT_INTERVAL = 20_000; // ms
  const jasmineEnv = jasmine.getEnv();
  jasmineEnv.configure({ random: false, forbidDuplicateNames: false });
  return jasmineEnv;
}
