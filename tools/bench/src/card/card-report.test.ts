import { expect, test } from '@jest/globals';
import { reportLines } from './card-report.ts';
import { kernelTimes } from './timed-gpu.ts';

test('what a card spent is summed by shader, the longest first, and a clock that goes back counts as nothing', () => {
  const nanoseconds = BigUint64Array.from([0n, 2_000_000n, 5_000_000n, 6_000_000n, 9_000_000n, 9_500_000n, 8n, 7n]);
  expect(kernelTimes(['short', 'long', 'long', 'short'].reverse(), nanoseconds)).toEqual([
    { name: 'short', ms: 2, calls: 2 },
    { name: 'long', ms: 1.5, calls: 2 },
  ]);
});

test('the report has what was found, and says of each other part why it is missing', () => {
  const lines = reportLines({
    date: '2026-11-29',
    machine: 'a machine',
    card: { name: 'a card', software: false },
    tests: { webgpu: { passed: 7, failed: 1, names: ['a product is right'] }, native: { missing: 'not set up' } },
    times: { fast: { webgpu: { trainStepMs: 7.5, translateMs: 1.25 }, native: { missing: 'not set up' } } },
    profiles: {
      fast: { step: [{ name: 'product', ms: 12.5, calls: 3 }], translation: [] },
      'pytorch-gan': { missing: 'no time' },
    },
  });
  expect(lines).toEqual([
    'Card      a card',
    'Machine   a machine, 2026-11-29',
    'Tests     webgpu 7 passed, 1 failed\n          a product is right',
    'Tests     native - not set up',
    '',
    'fast, a training step and a translation, in ms',
    `  ${'webgpu'.padEnd(26)}     7.500     1.250`,
    `  ${'native'.padEnd(26)} - not set up`,
    '',
    'fast, what the card spent on each shader of a step, in ms, and how often',
    '       12.5    3  product',
    '       12.5    3  all of them',
    '',
    'pytorch-gan, what the card spent on each shader of a step, in ms, and how often',
    '  - no time',
  ]);
});
