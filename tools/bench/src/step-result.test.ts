import { expect, test } from '@jest/globals';
import { stepResult } from './step-result.ts';

const times = { threads: 2, imageSize: 64, batch: 4, kernels: [{ name: 'Add', ms: 1, calls: 2 }] };
const names = { backend: 'wasm', preset: 'fast' };

test('takes medians over all rounds, the peak of memory, and ratios of ours over PyTorch', () => {
  const ours = [
    { ...times, trainStepMs: [90, 30], inferenceMs: [8], peakMemoryMb: 100 },
    { ...times, trainStepMs: [50, 70], inferenceMs: [4], peakMemoryMb: 300 },
  ];
  const torch = [{ threads: 2, version: '2.13.0', trainStepMs: [20], inferenceMs: [3], peakMemoryMb: 600 }];
  expect(stepResult(names, ours, torch)).toEqual({
    suite: 'step',
    ...{ ...names, imageSize: 64, batch: 4, threads: 2, kernels: times.kernels },
    ...{ trainStepMs: 60, inferenceMs: 6, peakMemoryMb: 300 },
    torch: { version: '2.13.0', threads: 2, trainStepMs: 20, inferenceMs: 3, peakMemoryMb: 600 },
    ratio: { trainStep: 3, inference: 2, peakMemory: 0.5 },
  });
});

test('says nothing of PyTorch where it was not measured', () => {
  const ours = [{ ...times, trainStepMs: [1], inferenceMs: [1], peakMemoryMb: 1 }];
  expect(Object.keys(stepResult(names, ours, []))).not.toContain('ratio');
});
