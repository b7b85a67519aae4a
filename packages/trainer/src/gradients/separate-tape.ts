import { engine } from '@tensorflow/tfjs-core';

/**
 * Runs `work` as if no gradient were being taken outside: its operations are not on the outer tape, and gradients that
 * it takes itself have a tape of their own, freed when they are done.
 *
 * The discriminator is updated in the middle of the generator's gradient. On one tape, the discriminator's forward and
 * backward passes would stay in memory until the generator is done, and the generator's gradient would lead through the
 * discriminator's new weights into the fake they were learnt from.
 */
export function onSeparateTape<Result>(work: () => Result): Result {
  const { state } = engine();
  const { activeTape, gradientDepth } = state;
  state.gradientDepth = 0;
  try {
    return work();
  } finally {
    state.activeTape = activeTape;
    state.gradientDepth = gradientDepth;
  }
}
