import { readJson } from './read-fixture.ts';

/** What PyTorch's schedulers make of a base rate of 1, one number a step. */
export type SchedulesFixture = {
  /** Of the run. */
  steps: number;
  /** Steps of the warm-up, where there is one. */
  warmUp: number;
  /** Values of a held-out metric, one after each step. */
  metric: number[];
  rates: {
    /** By the share of the run after which the rate falls. */
    linear: Record<string, number[]>;
    /** By the share of the run after which it is divided by 10. */
    step: Record<string, number[]>;
    cosine: number[];
    'constant with warm-up': number[];
    'cosine with warm-up': number[];
  };
  /** Factor 0.2; patience 2 where a lower metric is better, 4 where a higher one is. */
  plateau: Record<'lower' | 'higher', number[]>;
};

/** Reads the fixture of learning rates, which tools/reference/schedules_fixture.py writes. */
export function readSchedulesFixture(): SchedulesFixture {
  return readJson<SchedulesFixture>('schedules.json');
}
