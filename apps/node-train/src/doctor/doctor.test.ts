import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onSwiftShader } from '@pix2pix-ts/browser-tests/swiftshader';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from '../train/testing/pairs-folder.ts';

const folder = temporaryFolder();

// Whatever this machine has: a cache that is not there.
beforeAll(() => {
  process.env.PIX2PIX_CACHE = '/nowhere';
});
afterAll(() => {
  delete process.env.PIX2PIX_CACHE;
});

test('doctor says which engines work, and measures the one that is asked for, and how fast data comes', async () => {
  await writePairs(folder.path, 3, 40);
  const env = await onSwiftShader();
  const args = ['doctor', '--json', '--backend', 'wasm', '--threads', '1', '--data', folder.path];
  const { exitCode, stdout, stderr } = await runPix2pix(args, { env });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^Engine: wasm, 1 thread/m);
  const { machine, engines, engine, comparison, speed, data } = JSON.parse(stdout);
  expect(machine).toMatchObject({ node: process.versions.node, cores: expect.any(Number), memory: expect.any(Number) });
  expect(engines).toEqual([
    { name: 'native', works: false, description: 'not set up (npx @pix2pix-ts/backend-native install)' },
    { name: 'webgpu', works: true, description: expect.stringMatching(/SwiftShader.*, played by the processor: slow/) },
    { name: 'wasm', works: true, description: expect.stringMatching(/^wasm, 1 thread/) },
    { name: 'cpu', works: true, description: expect.stringContaining('slow') },
  ]);
  expect(comparison).toBeNull(); // a GPU that the processor plays is nothing to choose
  expect(engine).toMatchObject({ name: 'wasm', threads: 1 });
  expect(speed).toMatchObject({ preset: 'fast', imageSize: 64, batch: 4 });
  for (const figure of ['gigaflops', 'trainStepMs', 'translateMs']) expect(speed[figure]).toBeGreaterThan(0);
  expect(data).toMatchObject({ folder: folder.path, pairs: 3, width: 40, height: 40 });
  for (const figure of ['imageMs', 'batchMs', 'stepMs']) expect(data[figure]).toBeGreaterThan(0);
});

test('doctor refuses a folder without pairs in one line, before anything takes time', async () => {
  const { exitCode, stdout, stderr } = await runPix2pix(['doctor', '--data', folder.path]);
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(/^Expected .*\n$/),
  });
});

test('doctor refuses an engine that does not work here in one line', async () => {
  const { exitCode, stdout, stderr } = await runPix2pix(['doctor', '--backend', 'native']);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    'Expected the engine native, got none: native is not set up (npx @pix2pix-ts/backend-native install). Use another one, or auto.\n',
  );
});

test('doctor names what has to be installed before the native engine can be set up', async () => {
  const { PATH, CXX } = process.env;
  Object.assign(process.env, { PATH: '/nowhere', CXX: '' });
  const { exitCode, stdout } = await runPix2pix(['doctor', '--json', '--backend', 'wasm', '--threads', '1']);
  Object.assign(process.env, { PATH, CXX: CXX ?? '' });
  expect(exitCode).toBe(0);
  const { setUp, advice } = JSON.parse(stdout);
  const needed = ['a C++ compiler (apt install g++)', 'npm'];
  expect(setUp.missing).toEqual(setUp.available ? expect.arrayContaining(needed) : []);
  expect(/^Install a C\+\+ compiler .*, then set up the native engine: npx /.test(advice[0])).toBe(setUp.available);
});
