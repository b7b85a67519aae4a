import { describe, expect, test } from '@jest/globals';
import { adviceFor } from './advice.ts';
import { describeDiagnosis } from './describe-diagnosis.ts';
import type { Findings } from './diagnosis.ts';

const machine = {
  node: '24.1.0',
  platform: 'linux x64',
  processor: 'P',
  cores: 4,
  memory: 16e9,
  freeMemory: 8e9,
  load: 0,
};
const wasm = { name: 'wasm', backend: 'wasm', threads: 4, description: 'wasm, 4 threads', passedOver: [] } as const;
const cpu = { name: 'cpu', backend: 'cpu', threads: 1, description: 'cpu', passedOver: [] } as const;
const command = 'npx @pix2pix-ts/backend-native install';
const findings: Findings = {
  machine,
  engines: [
    { name: 'native', works: false, description: 'not available on darwin-arm64, only on Linux x64 with glibc' },
    { name: 'wasm', works: true, description: 'wasm, 4 threads' },
  ],
  setUp: { taken: null, available: false, missing: [], hasGpu: false, command },
  engine: wasm,
  comparison: null,
  hasCard: false,
  speed: { preset: 'fast', imageSize: 64, batch: 4, gigaflops: 60, trainStepMs: 200, translateMs: 9.5 },
  data: null,
};

describe('the advice', () => {
  test('is none where everything is as good as it gets', () => {
    expect(adviceFor(findings)).toEqual([]);
  });

  test('is to use all cores, and not more threads than cores', () => {
    expect(adviceFor({ ...findings, engine: { ...wasm, threads: 1 } })).toEqual([
      'Use --threads 4: the engine runs on 1 of 4 cores.',
    ]);
    expect(adviceFor({ ...findings, engine: { ...wasm, threads: 16 } })[0]).toMatch(/^Use --threads 4: more threads/);
  });

  test('is to leave the plain engine for the wasm one, or to make that one work', () => {
    expect(adviceFor({ ...findings, engine: cpu })).toEqual([
      'Use --backend wasm: plain JavaScript is many times slower.',
    ]);
    const missing = { ...findings, engine: cpu, engines: [] };
    expect(adviceFor(missing)[0]).toContain('npm install @pix2pix-ts/backend-wasm');
  });

  test('names an old Node, a busy processor and little memory', () => {
    const poor = { ...machine, node: '20.20.2', load: 9.4, memory: 2e9 };
    expect(adviceFor({ ...findings, machine: poor })).toEqual([
      'Use Node 24 or newer: its wasm compiler makes faster code than that of Node 20.20.2.',
      'Close other programs: about 9 of them compete for 4 cores, and did so during this measurement.',
      'Use --preset fast, or fewer --filters: the preset pytorch-gan may not fit into memory.',
    ]);
  });
});

describe('the advice about the fastest engine', () => {
  test('is to use the one that was measured to be so, where another one was asked for', () => {
    const comparison = { native: 34.4, webgpu: 'not working (x)', wasm: 46.2 };
    expect(adviceFor({ ...findings, comparison })).toEqual([
      'Use --backend native: a step takes 34 ms there, 46 ms on wasm.',
    ]);
    expect(adviceFor({ ...findings, comparison: { native: 50, wasm: 46.2 } })).toEqual([]);
  });

  test('is to try a graphics card where there is one and the package for it is not', () => {
    const engines = [
      { name: 'webgpu', works: false, description: 'not installed (npm install webgpu)' },
      ...findings.engines,
    ] as const;
    expect(adviceFor({ ...findings, engines, hasCard: true })[0]).toMatch(/graphics card: npm install webgpu/);
    expect(adviceFor({ ...findings, engines })).toEqual([]);
  });
});

describe('the advice about the native engine', () => {
  const here = { ...findings.setUp, available: true };
  const native = { name: 'native', backend: 'tensorflow', threads: 4, description: 'native', passedOver: [] } as const;
  const works = { name: 'native', works: true, description: 'native, TensorFlow 2.21.0, 4 threads' } as const;
  const cpuTaken = { ...here, taken: { flavor: 'cpu', tensorflow: '2.21.0' } } as const;
  const gpuTaken = { ...here, taken: { flavor: 'gpu', tensorflow: '2.21.0' }, hasGpu: true } as const;
  const first = (changes: Partial<Findings>) => adviceFor({ ...findings, ...changes })[0];

  test('is to set it up with one command, what that brings, and what has to be there first', () => {
    expect(first({ setUp: here })).toMatch(
      /^Set up the native engine: npx @pix2pix-ts\/backend-native install \(.*270 MB.*times as fast as wasm/,
    );
    const missing = { ...here, missing: ['a C++ compiler (apt install g++)', 'npm'] };
    expect(first({ setUp: missing })).toMatch(
      /^Install a C\+\+ compiler \(apt install g\+\+\) and npm, then set up the native engine: npx /,
    );
  });

  test('is to use the GPU where there is one', () => {
    expect(first({ setUp: { ...here, hasGpu: true } })).toContain('backend-native install --gpu (');
    expect(first({ setUp: { ...cpuTaken, hasGpu: true }, engines: [works], engine: native })).toMatch(
      /^Set up the native engine for this machine's NVIDIA GPU: .* install --gpu/,
    );
    expect(first({ setUp: gpuTaken, engines: [works], engine: native })).toMatch(/ check says why\.$/);
    const onGpu = { ...native, description: 'native, TensorFlow 2.21.0, GPU' };
    expect(first({ setUp: gpuTaken, engines: [works], engine: onGpu })).toBeUndefined();
  });

  test('is to install it again where it is damaged', () => {
    const damaged = { name: 'native', works: false, description: 'damaged: x is missing' } as const;
    expect(first({ setUp: here, engines: [damaged] })).toMatch(/^Set up the native engine again: npx /);
  });

  test('is to see why, where it is set up and does not work', () => {
    const broken = { name: 'native', works: false, description: 'not working (it is broken)' } as const;
    expect(first({ setUp: cpuTaken, engines: [broken] })).toMatch(/^Find out why .*backend-native check/);
  });
});

test('the diagnosis says which engine is used, why not the others, and how fast it is', () => {
  const text = describeDiagnosis({ ...findings, advice: [] }).join('\n');
  expect(text).toContain('native       - not available on darwin-arm64');
  expect(text).toContain('> wasm         4 threads');
  expect(text).toContain('training     200 ms a step, 20 images/s');
  expect(text).toContain('nothing to do');
  expect(text).not.toContain('by which auto chooses');
  const comparison = { native: 34.4, webgpu: 'not working (x)', wasm: 46.2 };
  const compared = describeDiagnosis({ ...findings, comparison, advice: [] }).join('\n');
  expect(compared).toContain(
    'by which auto chooses for networks of this size\n  native 34 ms, wasm 46 ms\n  webgpu is not working (x)\n',
  );
});
