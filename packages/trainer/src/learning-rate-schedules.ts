/** What share of the learning rate is left after `step` of `steps` steps. */
export type LearningRateSchedule = (step: number, steps: number) => number;

/** The schedules by name; a new one is one entry here. */
export const learningRateSchedules = {
  /** The whole run at one rate. */
  constant: () => 1,
  /** The first half at one rate, then down to zero in a straight line, as in the paper's code. */
  linear: (step, steps) => Math.min(1, 2 * (1 - step / steps)),
} as const satisfies Record<string, LearningRateSchedule>;

/** The name of a schedule. */
export type LearningRateScheduleName = keyof typeof learningRateSchedules;
