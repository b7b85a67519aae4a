import { getHeapStatistics } from 'node:v8';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SAFETENSORS_DTYPES } from './dtypes.ts';
import { parseSafetensors } from './parse-safetensors.ts';
import { READER_ERROR_CODES, SafetensorsError } from './safetensors-error.ts';
import { isTreeMutation, type Mutation, mutatedFile, OTHER_MUTATIONS, TREE_MUTATIONS } from './testing/mutated-file.ts';

const FILES = 100_000;
/**
 * JavaScript's own objects, whatever the file is: up to four tensors of less than 2 KiB each, an error with its stack, and
 * what V8 keeps on its heap as long as it has not compiled the parser.
 */
const OBJECTS = 64 * 1024;

/** Four values of every dtype fill complete bytes. */
const tensorPlans = fc.array(
  fc.record({
    dtype: fc.constantFrom(...SAFETENSORS_DTYPES),
    shape: fc.constantFrom([4], [2, 2], [0, 3], [4, 4, 4], [16, 1, 4]),
  }),
  { minLength: 1, maxLength: 4 },
);
const number = fc.nat({ max: 2 ** 31 - 1 });
const choice = fc.record({ where: number, how: number });
const inTree: fc.Arbitrary<Mutation> = fc.tuple(fc.constantFrom(...TREE_MUTATIONS), choice);
const elsewhere: fc.Arbitrary<Mutation> = fc.tuple(fc.constantFrom(...OTHER_MUTATIONS), choice);
const mutations: fc.Arbitrary<Mutation[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(inTree, { minLength: 1, maxLength: 3 }) },
  { weight: 2, arbitrary: fc.array(elsewhere, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: fc.tuple(inTree, elsewhere) },
);

describe('the reader on broken files', () => {
  beforeAll(() => {
    Error.stackTraceLimit = 10; // Node's own; jest sets 100, and V8 keeps every frame in memory
  });

  test(`reads or refuses ${FILES} mutated files with its one error, in memory of at most twice the file`, () => {
    const outcomes = new Map<string, number>();
    const applied = { inTree: 0, all: 0 };
    fc.assert(
      fc.property(tensorPlans, mutations, (plans, steps) => {
        const bytes = mutatedFile(plans, steps);
        const { outcome, growth } = leastGrowth(bytes);
        if (growth > 2 * bytes.length + OBJECTS) throw new Error(`${growth} bytes for ${bytes.length} read`);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        applied.inTree += steps.filter(isTreeMutation).length;
        applied.all += steps.length;
      }),
      { numRuns: FILES },
    );
    expect([...outcomes.values()].reduce((sum, count) => sum + count)).toBe(FILES);
    expect(applied.inTree).toBeGreaterThanOrEqual(applied.all / 2);
    // A file of too many keys is megabytes long, and these files have no check: parse-safetensors.test.ts has both.
    const reached = READER_ERROR_CODES.filter((code) => code !== 'too-many' && code !== 'check');
    expect([...outcomes.keys()].sort()).toEqual(['read', ...reached].sort());
    if (process.env.FUZZ_REPORT) console.log(applied, outcomes);
  }, 180_000);
});

/** The outcome of reading a file: `read` or the error's code; any other error goes through. */
function outcomeOf(bytes: Uint8Array): string {
  try {
    parseSafetensors(bytes);
    return 'read';
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    if (/[\n\r]/.test(error.message) || error.message.length > 500) throw new Error(`not one line: ${error.message}`);
    return error.code;
  }
}

/**
 * What reading the file allocates. V8 compiles a function, or collects garbage, when it likes; the parser allocates
 * the same each time, so a first figure that looks wrong is measured again and the least one counts.
 */
function leastGrowth(bytes: Uint8Array): { outcome: string; growth: number } {
  let least = { outcome: '', growth: Number.POSITIVE_INFINITY };
  for (let attempt = 0; attempt < 10; attempt++) {
    const before = allocated();
    const outcome = outcomeOf(bytes);
    const growth = allocated() - before;
    if (growth >= 0 && growth < least.growth) least = { outcome, growth };
    if (least.growth <= 2 * bytes.length + OBJECTS) break;
  }
  return least;
}

/** Bytes allocated so far, those outside of JavaScript's heap too; only the garbage collector makes it smaller. */
function allocated(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
