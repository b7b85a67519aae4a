import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { ourCommand } from '../process/run-our-process.ts';

/** Runs the suite as `npm run bench` does. */
function runSuite(...flags: string[]) {
  const [node, ...args] = ourCommand('index.ts', {});
  return spawnSync(node, [...args.slice(0, -1), '--suite', 'scale', ...flags], { encoding: 'utf8' });
}

test('the suite starts ranks and a process next to them, and says what each took', () => {
  const { status, stdout, stderr } = runSuite(
    '--preset',
    'fast',
    '--rounds',
    '1',
    '--steps',
    '1',
    '--threads',
    '2',
    '--images',
    '3',
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr });
  expect(stderr).toMatch(/^All-reduce of 4\.5 million values over 2 ranks \((Open MPI|MPICH) [\d.]+\): \d+ ms; /m);
  expect(stderr).toMatch(/^Share of a step, by rank: waiting [\d.]+ %, [\d.]+ %; averaging [\d.]+ %, [\d.]+ %$/m);
  const { allReduce, training, translation } = JSON.parse(stdout);
  expect(allReduce.oursMs).toBeGreaterThan(0);
  expect(training).toMatchObject({
    batch: 2,
    ranks: { processes: 2, threads: 1 },
    one: { processes: 1, threads: 2, waitingShare: [0], exchangeShare: [0] },
  });
  expect(training.ratio).toBeCloseTo(training.one.stepMs / training.ranks.stepMs, 12);
  expect(translation).toMatchObject({ images: 3, shards: 2 });
  expect(translation.ratio).toBeCloseTo(translation.oneSeconds / translation.shardsSeconds, 12);
  expect(stderr).toMatch(
    /^Translation of 3 images: [\d.]+ s by 2 shards with a thread each, [\d.]+ s by one; ratio [\d.]+$/m,
  );
  // Averaging takes some time, unless the ranks were worlds of one.
  for (const share of training.ranks.exchangeShare) expect(share).toBeGreaterThan(0);
});

test('a batch that two ranks cannot share is refused before anything is measured', () => {
  expect(runSuite('--batch', '3')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: 'Expected --batch to be a multiple of 2, the ranks of the suite scale, got 3.\n',
  });
});
