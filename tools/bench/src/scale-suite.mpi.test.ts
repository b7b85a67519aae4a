import { expect, test } from '@jest/globals';
import { parseFlags } from './parse-flags.ts';
import { runScaleSuite } from './scale-suite.ts';

test('the suite starts ranks and a process beside them, and tells what each took', async () => {
  const flags = parseFlags(['--suite', 'scale', '--preset', 'fast', '--rounds', '1', '--steps', '1', '--threads', '2']);
  const { allReduce, training } = await runScaleSuite(flags);
  expect(allReduce).toMatchObject({ ranks: 2, library: expect.stringMatching(/^(Open MPI|MPICH) \d/) });
  expect(allReduce.oursMs).toBeGreaterThan(0);
  expect(training).toMatchObject({
    batch: 2,
    ranks: { processes: 2, threads: 1 },
    one: { processes: 1, threads: 2, waitingShare: [0], exchangeShare: [0] },
  });
  expect(training.ratio).toBeCloseTo(training.one.stepMs / training.ranks.stepMs, 12);
  // Averaging cannot take no time at all, which is what a world that is left out would need.
  for (const share of training.ranks.exchangeShare) expect(share).toBeGreaterThan(0);
});

test('a batch that two ranks cannot share is refused before anything is measured', async () => {
  await expect(runScaleSuite(parseFlags(['--suite', 'scale', '--batch', '3']))).rejects.toThrow(
    'Expected --batch to be a multiple of 2, the ranks of the suite scale, got 3.',
  );
});
