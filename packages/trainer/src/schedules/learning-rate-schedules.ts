import { createTable, type NameOf } from '@pix2pix-ts/common';

/** How a schedule lowers the learning rate; each schedule looks at what it needs. */
export type Decay = {
  /** `linear`: the share of the run after which the rate begins to fall, from 0 and below 1. */
  decayFrom: number;
  /** `step`: after which share of the run the rate is lowered, again and again; above 0 and up to 1. */
  decayEvery: number;
  /** `step` and `plateau`: what the rate is multiplied by each time, between 0 and 1. */
  decayFactor: number;
  /** How often the held-out metric has stopped getting better so far. */
  plateaus: number;
};

/** What share of the learning rate is left after `step` of `steps` steps. */
export type LearningRateSchedule = (step: number, steps: number, decay: Decay) => number;

/** The names that are there from the beginning. */
type Known = 'constant' | 'linear' | 'step' | 'cosine' | 'plateau';

/** The name of a schedule: `constant`, `linear`, `step`, `cosine`, `plateau`, or one of yours. */
export type LearningRateScheduleName = NameOf<Known>;

/** The schedules by name. `learningRateSchedules.add('mine', schedule)` adds one of yours. */
export const learningRateSchedules = /* @__PURE__ */ createTable<LearningRateSchedule, Known>('a schedule', {
  /** The entire run at one rate. */
  constant: () => 1,
  /** At one rate until `decayFrom` of the run, then down to zero in a straight line, as in the paper's code with a half. */
  linear: (step, steps, { decayFrom }) => Math.min(1, (1 - step / steps) / (1 - decayFrom)),
  /** By `decayFactor` every `decayEvery` of the run, rounded to steps: PyTorch's StepLR. */
  step: (step, steps, { decayEvery, decayFactor }) =>
    decayFactor ** Math.floor(step / Math.max(1, Math.round(decayEvery * steps))),
  /** Down to zero along half a cosine, (1 + cos(pi step / steps)) / 2: PyTorch's CosineAnnealingLR. */
  cosine: (step, steps) => (1 + Math.cos((Math.PI * step) / steps)) / 2,
  /** By `decayFactor` each time that the held-out metric stops getting better: PyTorch's ReduceLROnPlateau. */
  plateau: (_step, _steps, { decayFactor, plateaus }) => decayFactor ** plateaus,
});
