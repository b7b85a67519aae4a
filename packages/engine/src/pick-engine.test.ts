import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { setGpu } from '@pix2pix-ts/backend-webgpu';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  add,
  getBackend,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
  removeBackend,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { create } from 'webgpu';
import { describeEngine, type EngineName, pickEngine } from './index.ts';
import { startFirst } from './pick-engine.ts';
import { reasonOf } from './reason-of.ts';
import type { Starter } from './starters.ts';
import { useBackend } from './use-backend.ts';

const WORKS: Starter = async () => ({ backend: 'cpu', threads: 1, description: 'fine' });
const fails = (message: string): Starter => {
  return async () => {
    throw new Error(message);
  };
};

/** Every engine fails but for those given. */
function starters(given: Partial<Record<EngineName, Starter>>): Record<EngineName, Starter> {
  const broken = fails('it is not for this test');
  return { native: broken, webgpu: broken, webgl: broken, wasm: broken, cpu: broken, ...given };
}

describe('pickEngine', () => {
  // Whatever this machine has: a cache that is not there.
  beforeEach(() => {
    process.env.PIX2PIX_CACHE = '/nowhere';
  });
  afterEach(() => {
    delete process.env.PIX2PIX_CACHE;
  });

  test('starts the engine that is asked for, and TensorFlow.js runs on it', async () => {
    const engine = await pickEngine({ backend: 'cpu' });
    expect(engine).toMatchObject({ name: 'cpu', backend: 'cpu', threads: 1, passedOver: [] });
    expect(getBackend()).toBe('cpu');
    expect(add(tensor1d([1]), tensor1d([2])).arraySync()).toEqual([3]);
  });

  test('takes wasm by itself in Node where nothing native is set up, and says so', async () => {
    const engine = await pickEngine({ threads: 2 });
    expect(engine).toMatchObject({ name: 'wasm', backend: 'wasm', threads: 2 });
    expect(getBackend()).toBe('wasm');
    expect(describeEngine(engine)).toMatch(/^Engine: wasm, 2 threads.*; native is not set up \(npx .* install\)$/);
  });

  test('tries the engines that it is given, in their order, and asks what speaks against each', async () => {
    const whyNot = (name: EngineName) => (name === 'wasm' ? 'slower here' : undefined);
    const engine = await pickEngine({ order: ['native', 'wasm', 'cpu'], whyNot });
    expect(describeEngine(engine)).toMatch(/^Engine: cpu, .*; native is not set up \(.*\); wasm is slower here$/);
    await expect(pickEngine({ order: ['wasm'], whyNot })).rejects.toThrow(
      'Expected the engine wasm, got none: wasm is slower here. Use another one, or auto.',
    );
  });

  test('refuses an engine that is asked for and not set up in one line, and uses no other', async () => {
    await expect(pickEngine({ backend: 'native' })).rejects.toThrow(
      'Expected the engine native, got none: native is not set up (npx @pix2pix-ts/backend-native install). Use another one, or auto.',
    );
  });

  test('refuses WebGPU where there is none in one line, and TensorFlow.js prints nothing', async () => {
    setGpu(create(['backend=opengles'])); // which has no adapter for Dawn, whatever card is here
    const warnings = jest.spyOn(console, 'warn');
    await expect(pickEngine({ backend: 'webgpu' })).rejects.toThrow(
      'Expected the engine webgpu, got none: webgpu is without a graphics card that it can use (look for a newer driver). Use another one, or auto.',
    );
    expect(warnings).not.toHaveBeenCalled();
    warnings.mockRestore();
    setGpu(undefined);
  });
});

describe('the first engine that works', () => {
  test('is used, with the reasons against those before it, and none after it is started', async () => {
    let started = 0;
    const count: Starter = async (threads) => {
      started++;
      return WORKS(threads);
    };
    const engine = await startFirst(
      ['webgpu', 'webgl', 'wasm', 'cpu'],
      starters({ webgl: fails('no\ncontext.'), wasm: count, cpu: count }),
    );
    expect(engine.name).toBe('wasm');
    expect(started).toBe(1);
    expect(engine.passedOver).toEqual([
      { name: 'webgpu', reason: 'not working (it is not for this test)' },
      { name: 'webgl', reason: 'not working (no)' },
    ]);
  });

  test('is never one that something speaks against, which is then not even started', async () => {
    const against = (name: EngineName) => Promise.resolve(name === 'webgpu' ? 'a program' : undefined);
    const engine = await startFirst(['webgpu', 'wasm'], starters({ webgpu: WORKS, wasm: WORKS }), {
      threads: 1,
      whyNot: against,
    });
    expect(engine).toMatchObject({ name: 'wasm', passedOver: [{ name: 'webgpu', reason: 'a program' }] });
  });

  test('is the native one for a precision that it alone has, and is told of it', async () => {
    const asked: unknown[] = [];
    const native: Starter = async (...given) => {
      asked.push(given);
      return WORKS();
    };
    const options = { threads: 2, precision: 'bf16-gradients' } as const;
    expect(await startFirst(['wasm', 'native'], starters({ native, wasm: WORKS }), options)).toMatchObject({
      name: 'native',
      passedOver: [{ name: 'wasm', reason: 'without bf16-gradients' }],
    });
    expect(asked).toEqual([[2, 'bf16-gradients']]);
  });

  test('is refused in one line where the processor does not have the precision', async () => {
    const native: Starter = async () => {
      throw Object.assign(new Error('a line'), { code: 'NO_PRECISION', reason: 'without bf16-gradients (it is old)' });
    };
    await expect(startFirst(['native'], starters({ native }), { precision: 'bf16-gradients' })).rejects.toThrow(
      /^Expected the engine native, got none: native is without bf16-gradients \(it is old\). Use float32.$/,
    );
  });

  test('is an error with every reason where none works', async () => {
    await expect(startFirst(['wasm', 'cpu'], starters({ cpu: fails('broken') }))).rejects.toThrow(
      'Expected a working engine, got none: wasm is not working (it is not for this test); cpu is not working (broken).',
    );
  });
});

describe('a backend', () => {
  afterEach(() => removeBackend('broken'));

  test('that computes something wrong is refused', async () => {
    for (const kernel of getKernelsForBackend('cpu') ?? []) registerKernel({ ...kernel, backendName: 'broken' });
    // A cpu backend whose memory forgets a bit of what is written.
    class Forgetful extends MathBackendCPU {
      override read(id: object) {
        return super.read(id).then((values) => Float32Array.from(values as Float32Array, (value) => value + 1));
      }
    }
    registerBackend('broken', () => Object.assign(new Forgetful(), { firstUse: false }));
    await expect(useBackend('broken')).rejects.toThrow('it computed 11 instead of 10 for a small convolution');
  });

  test('that cannot start is refused', async () => {
    const warnings = jest.spyOn(console, 'warn').mockImplementation(() => {}); // TensorFlow.js prints the cause there
    registerBackend('broken', () => Promise.reject(new Error('no memory')));
    await expect(useBackend('broken')).rejects.toThrow('it did not start');
    expect(warnings).toHaveBeenCalledWith(expect.stringContaining('no memory'));
    warnings.mockRestore();
  });
});

describe('the reason', () => {
  test.each([
    ["Cannot find package '@pix2pix-ts/backend-native' imported from /x/y.js", 'ERR_MODULE_NOT_FOUND'],
    ["Cannot find module '@pix2pix-ts/backend-native' from 'src/starters.ts'", 'MODULE_NOT_FOUND'],
    ['Could not resolve "@tensorflow/tfjs-backend-webgl" imported by "@pix2pix-ts/engine". Is it installed?', ''],
  ])('is "not installed" for %s', (message, code) => {
    expect(reasonOf(Object.assign(new Error(message), { code }))).toBe('not installed');
  });

  test('names what a backend itself is missing', () => {
    const error = new Error(
      "Cannot find package 'koffi' imported from /node_modules/@pix2pix-ts/backend-native/dist/x.js",
    );
    expect(reasonOf(Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' }))).toContain("package 'koffi'");
  });
});
