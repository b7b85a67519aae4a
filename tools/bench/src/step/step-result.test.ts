import { expect, test } from '@jest/globals';
import { stepResult } from './step-result.ts';

const times = { threads: 2, imageSize: 64, batch: 4, kernels: [{ name: 'Add', ms: 1, calls: 2 }] };
const names = { backend: 'wasm', preset: 'fast', precision: 'float32' } as const;

test('takes medians over all rounds, the peak of memory, and ratios of ours over PyTorch', () => {
  const ours = [
    { ...times, trainStepMs: [90, 30], inferenceMs: [8], peakMemoryMb: 100 },
    { ...times, trainStepMs: [50, 70], inferenceMs: [4], peakMemoryMb: 300 },
  ];
  const torch = [{ threads: 2, version: '2.13.0', trainStepMs: [20], inferenceMs: [3], peakMemoryMb: 600 }];
  expect(stepResult(names, ours, torch)).toEqual({
    suite: 'step',
    ...names,
    imageSize: 64,
    batch: 4,
    threads: 2,
    kernels: times.kernels,
    trainStepMs: 60,
    inferenceMs: 6,
    peakMemoryMb: 300,
    torch: { version: '2.13.0', threads: 2, trainStepMs: 20, inferenceMs: 3, peakMemoryMb: 600 },
    ratio: { trainStep: 3, inference: 2, peakMemory: 0.5 },
  });
});

test('compares with a tuned PyTorch too, where that was measured', () => {
  const ours = [{ ...times, trainStepMs: [60], inferenceMs: [6], peakMemoryMb: 300 }];
  const torch = (ms: number) => [
    { threads: 2, version: '2.13.0', trainStepMs: [ms], inferenceMs: [ms], peakMemoryMb: 100 },
  ];
  expect(stepResult(names, ours, torch(30), torch(20))).toMatchObject({
    ratio: { trainStep: 2, inference: 0.2, peakMemory: 3 },
    torchTuned: { version: '2.13.0', threads: 2, trainStepMs: 20, inferenceMs: 20, peakMemoryMb: 100 },
    ratioTuned: { trainStep: 3, inference: 0.3, peakMemory: 3 },
  });
});

test('says how much slower a step is with the data loader, where that was measured', () => {
  const round = { ...times, trainStepMs: [60], inferenceMs: [6], peakMemoryMb: 300 };
  const ours = [102, 103, 500].map((loadedStepMs) => ({ ...round, loadedStepMs, inMemoryStepMs: 100 }));
  const { data } = stepResult(names, ours, []);
  expect(data).toMatchObject({ loadedStepMs: 103, inMemoryStepMs: 100 });
  expect(data?.slowdown).toBeCloseTo(0.03, 10);
});

test('says nothing of PyTorch where it was not measured', () => {
  const ours = [{ ...times, trainStepMs: [1], inferenceMs: [1], peakMemoryMb: 1 }];
  expect(Object.keys(stepResult(names, ours, []))).not.toContain('ratio');
});
