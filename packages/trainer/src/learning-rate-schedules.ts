import { createTable, type NameOf } from '@pix2pix-ts/common';

/** What share of the learning rate is left after `step` of `steps` steps. */
export type LearningRateSchedule = (step: number, steps: number) => number;

/** The name of a schedule: `constant`, `linear`, or one of yours. */
export type LearningRateScheduleName = NameOf<'constant' | 'linear'>;

/** The schedules by name. `learningRateSchedules.add('mine', schedule)` adds one of yours. */
export const learningRateSchedules = /* @__PURE__ */ createTable<LearningRateSchedule, 'constant' | 'linear'>(
  'a schedule',
  {
    /** The entire run at one rate. */
    constant: () => 1,
    /** The first half at one rate, then down to zero in a straight line, as in the paper's code. */
    linear: (step, steps) => Math.min(1, 2 * (1 - step / steps)),
  },
);
