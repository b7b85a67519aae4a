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
const findings: Findings = {
  machine,
  engines: [
    { name: 'native', works: false, description: 'not installed' },
    { name: 'wasm', works: true, description: 'wasm, 4 threads' },
  ],
  engine: wasm,
  speed: { preset: 'fast', imageSize: 64, batch: 4, gigaflops: 60, trainStepMs: 200, translateMs: 9.5 },
};

describe('the advice', () => {
  test('is none where everything is as good as it gets', () => {
    expect(adviceFor(findings)).toEqual([]);
  });

  test('is to use all cores, and not more threads than cores', () => {
    expect(adviceFor({ ...findings, engine: { ...wasm, threads: 1 } })).toEqual([
      'Take --threads 4: the engine runs on 1 of 4 cores.',
    ]);
    expect(adviceFor({ ...findings, engine: { ...wasm, threads: 16 } })[0]).toMatch(/^Take --threads 4: more threads/);
  });

  test('is to leave the plain engine for the wasm one, or to make that one work', () => {
    expect(adviceFor({ ...findings, engine: cpu })).toEqual([
      'Take --backend wasm: plain JavaScript is many times slower.',
    ]);
    const missing = { ...findings, engine: cpu, engines: [] };
    expect(adviceFor(missing)[0]).toContain('npm install @pix2pix-ts/backend-wasm');
  });

  test('names an old Node, a busy processor and little memory', () => {
    const poor = { ...machine, node: '20.20.2', load: 9.4, memory: 2e9 };
    expect(adviceFor({ ...findings, machine: poor })).toEqual([
      'Take Node 24 or newer: its wasm compiler makes faster code than that of Node 20.20.2.',
      'End other programs: 9.4 of them want 4 cores, also while this was measured.',
      'Take --preset fast, or fewer --filters: the preset seed may not fit into the memory.',
    ]);
  });
});

test('the diagnosis tells which engine is taken, why not the others, and how fast it is', () => {
  const text = describeDiagnosis({ ...findings, advice: [] });
  expect(text).toContain('native       - not installed');
  expect(text).toContain('> wasm         4 threads');
  expect(text).toContain('training     200 ms a step, 20 images/s');
  expect(text).toContain('nothing to do');
});
