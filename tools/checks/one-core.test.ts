import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { root } from './markdown-pages.ts';
import { onSources } from './on-sources.ts';

const ours = ['common', 'random', 'ops', 'models', 'engine', 'backend-wasm', 'backend-webgpu', 'backend-native'];
const fromTest = ['@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-layers'];
const fromPackages = [
  'random/node_modules/pure-rand',
  'common/node_modules/fastest-levenshtein',
  'models/node_modules/valibot',
  'backend-wasm/node_modules/@tensorflow/tfjs-backend-wasm',
  'backend-webgpu/node_modules/@tensorflow/tfjs-backend-webgpu',
  'backend-webgpu/node_modules/webgpu',
  'backend-native/node_modules/node-api-headers',
  'backend-native/node_modules/tar',
];

const today = realpathSync(path.join(root, 'test/node_modules/@tensorflow/tfjs-core'));
const old = realpathSync(path.join(root, 'test/node_modules/tfjs-core-3'));

let scratch: string;
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-cores-')));
  for (const [name, core] of Object.entries({ today, old })) layOut(path.join(scratch, name), core);
  // Another copy of today's, as a package with a version of its own to ask for would bring it.
  const copy = path.join(scratch, 'today/node_modules/another-core');
  for (const file of ['package.json', 'dist/tf-core.node.js']) cpSync(path.join(today, file), path.join(copy, file));
  for (const name of ['long', 'node-fetch', 'seedrandom'])
    link(path.resolve(today, '../..', name), path.join(copy, 'node_modules', name));
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** A project with our packages, each a copy of its sources, and this tfjs-core. */
function layOut(project: string, core: string): void {
  for (const name of ours) {
    const [from, to] = [path.join(root, 'packages', name), path.join(project, 'packages', name)];
    for (const part of ['src', 'package.json', ...(name === 'backend-wasm' ? ['wasm', 'worker'] : [])])
      cpSync(path.join(from, part), path.join(to, part), { recursive: true });
    link(to, path.join(project, 'node_modules/@pix2pix-ts', name));
  }
  link(core, path.join(project, 'node_modules/@tensorflow/tfjs-core'));
  for (const name of fromTest)
    link(path.join(root, 'test/node_modules', name), path.join(project, 'node_modules', name));
  for (const folder of fromPackages)
    link(
      path.join(root, 'packages', folder),
      path.join(project, 'node_modules', folder.split('node_modules/')[1] ?? ''),
    );
}

function link(target: string, place: string): void {
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(realpathSync(target), place, 'junction');
}

/** Runs a module in a project: what it printed, and our own warnings. */
function run(project: 'today' | 'old', text: string) {
  const file = path.join(scratch, project, 'main.mjs');
  writeFileSync(file, text);
  const { stdout, stderr, status } = spawnSync(process.execPath, [...onSources, file], {
    cwd: path.dirname(file),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return { out: stdout.trim(), warned: stderr.split('\n').filter((line) => line.startsWith('Expected')) };
}

const ALONE = '';
const BEFORE = "import 'another-core';\n";
const LATER = "await import('another-core');\n";
const ONE = [
  'Expected one copy of @tensorflow/tfjs-core, got another one next to 4.22.0. Run npm ls @tensorflow/tfjs-core to see them, and make all of them 4.22.0.',
];

/** The programs, each with a place where the other copy comes before and one where it comes later. */
const programs = {
  'models on a stock backend': (before: string, later: string) => `${before}
    import { applyGenerator, initGenerator, pytorchGanGenerator } from '@pix2pix-ts/models';
    import '@tensorflow/tfjs-backend-cpu';
    import { backend, ones, setBackend } from '@tensorflow/tfjs-core';
    ${later}
    await setBackend('cpu');
    Object.assign(backend(), { firstUse: false });
    const config = { ...pytorchGanGenerator, imageSize: 16, filters: 2 };
    const image = applyGenerator(config, initGenerator(config, { seed: 1 }), ones([1, 16, 16, 3]), { dropout: 'off' });
    console.log(image.shape.join());`,
  pickEngine: (before: string, later: string) => `${before}
    import { pickEngine } from '@pix2pix-ts/engine';
    import { ones } from '@tensorflow/tfjs-core';
    ${later}
    await pickEngine({ backend: 'cpu' });
    console.log(ones([1, 16, 16, 3]).shape.join());`,
  'backend-wasm': (before: string, later: string) => `${before}
    import '@pix2pix-ts/backend-wasm';
    import { ones, setBackend } from '@tensorflow/tfjs-core';
    ${later}
    await setBackend('wasm');
    console.log(ones([1, 16, 16, 3]).shape.join());`,
  'backend-webgpu': (before: string, later: string) => `${before}
    import { setGpu } from '@pix2pix-ts/backend-webgpu';
    import { ones, setBackend } from '@tensorflow/tfjs-core';
    import { create } from 'webgpu';
    ${later}
    setGpu(create(['backend=null'])); // Dawn without a card
    if (!(await setBackend('webgpu'))) throw new Error('Expected the backend to start.');
    console.log(ones([1, 16, 16, 3]).shape.join());
    process.exit(0);`,
};

describe.each(Object.entries(programs))('%s', (_, program) => {
  test('says nothing of one tfjs-core, says once that there are two copies, and continues', () => {
    expect(run('today', program(ALONE, ALONE))).toEqual({ out: '1,16,16,3', warned: [] });
    expect(run('today', program(BEFORE, ALONE))).toEqual({ out: '1,16,16,3', warned: ONE });
    expect(run('today', program(ALONE, LATER))).toEqual({ out: '1,16,16,3', warned: ONE });
  });
});

test('a tfjs-core outside of the peer range is named by every package that needs it', () => {
  const program = `const tell = (promise) => promise.catch(({ name, message }) => console.log(name + ': ' + message));
    import { instanceNorm } from '@pix2pix-ts/ops';
    import '@tensorflow/tfjs-backend-cpu';
    import { backend, ones, setBackend } from '@tensorflow/tfjs-core';
    await setBackend('cpu');
    Object.assign(backend(), { firstUse: false });
    await tell(import('@pix2pix-ts/backend-wasm'));
    await tell(import('@pix2pix-ts/backend-webgpu'));
    await tell(import('@pix2pix-ts/backend-native'));
    await tell(import('@pix2pix-ts/engine').then(({ pickEngine }) => pickEngine()));
    await tell(Promise.resolve().then(() => instanceNorm(ones([1, 2, 2, 1]))));`;
  const exact = 'Expected @tensorflow/tfjs-core 4.22.0, got 3.21.0. Install @tensorflow/tfjs-core@4.22.0.';
  const range = 'Expected @tensorflow/tfjs-core 4.10.0 to 4.22.0, got 3.21.0. Install @tensorflow/tfjs-core@4.22.0.';
  expect(run('old', program).out.split('\n')).toEqual([
    `Error: ${exact}`,
    `Error: ${exact}`,
    `Error: ${exact}`,
    `EngineError: ${range}`,
    `Error: ${range}`,
  ]);
});

/** The packages that look at tfjs-core, and where they say which versions fit. */
const looking = {
  ops: 'src/engine-kernel.ts',
  engine: 'src/pick-engine.ts',
  'backend-wasm': 'src/register-backend.ts',
  'backend-webgpu': 'src/register-backend.ts',
  'backend-native': 'src/load/register-backend.ts',
};

test.each(Object.entries(looking))('%s looks for the versions that its peers say', (name, user) => {
  const read = (part: string) => readFileSync(path.join(root, 'packages', name, part), 'utf8');
  const [, oldest, newest] = /FITTING_CORE: CoreRange = \['(.*)', '(.*)'\]/.exec(read(user)) ?? [];
  const { peerDependencies } = JSON.parse(read('package.json'));
  expect(peerDependencies['@tensorflow/tfjs-core']).toBe(oldest === newest ? oldest : `${oldest} - ${newest}`);
});
