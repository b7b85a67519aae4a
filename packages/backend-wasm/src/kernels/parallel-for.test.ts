import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { TrainableBackendWasm } from '../backend.ts';
import { type ParallelForOptions, parallelFor } from './parallel-for.ts';

/** The parts that this many threads are given, as [begin, size]. */
function partsOf(threads: number, count: number, options?: ParallelForOptions): number[][] {
  let parts: number[][] = [];
  const run = (_name: string, calls: number[][]) => {
    parts = calls.map(([begin, size]) => [begin as number, size as number]);
  };
  const backend = { threads: { count: threads, run } } as unknown as TrainableBackendWasm;
  parallelFor(backend, 'fill', count, (begin, size) => [begin, size, 0], options);
  return parts;
}

test('every thread is given a part of what is worth it, and one thread all of what is not', () => {
  expect(partsOf(3, 3 * 32_768)).toEqual([
    [0, 32_768],
    [32_768, 32_768],
    [65_536, 32_768],
  ]);
  expect(partsOf(3, 2 * 32_768)).toHaveLength(2);
  expect(partsOf(3, 65_535)).toEqual([[0, 65_535]]);
  expect(partsOf(3, 7, { multiple: 1, least: 2 })).toEqual([
    [0, 3],
    [3, 3],
    [6, 1],
  ]);
  expect(partsOf(3, 0)).toEqual([]);
});

test('the parts follow on each other, begin at the multiple and are all there is, no more of them than threads', () => {
  const options = fc.record({ multiple: fc.integer({ min: 1, max: 64 }), least: fc.integer({ min: 1, max: 5000 }) });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 100_000 }),
      options,
      (threads, count, given) => {
        const parts = partsOf(threads, count, given);
        expect(parts.length).toBeLessThanOrEqual(threads);
        let end = 0;
        for (const [begin, size] of parts as [number, number][]) {
          expect([begin, begin % given.multiple]).toEqual([end, 0]);
          expect(size).toBeGreaterThan(0);
          end = begin + size;
        }
        expect(end).toBe(count);
      },
    ),
  );
});
