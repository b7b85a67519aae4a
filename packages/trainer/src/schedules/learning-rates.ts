import type { TrainConfig } from '../train-config.ts';
import { type Decay, learningRateSchedules } from './learning-rate-schedules.ts';

/** Of a step, each network's own. */
export type LearningRates = {
  /** Of the generator's Adam. */
  generator: number;
  /** Of the discriminator's Adam. */
  discriminator: number;
};

/** What of a configuration decides the learning rates. */
type RateConfig = Pick<TrainConfig, 'learningRate' | 'discriminatorLearningRate' | 'schedule' | 'warmUp'> &
  Omit<Decay, 'plateaus'>;

/**
 * The learning rates of the step that comes after `step` of `steps`: each network's own rate, times the schedule, times the
 * warm-up, which rises in a straight line, (step + 1) / warmUp, and is 1 from its last step on. So the two go on together,
 * as PyTorch's ChainedScheduler of a LinearLR and another schedule.
 *
 * @param plateaus how often the held-out metric has stopped getting better so far
 */
export function learningRatesAt(config: RateConfig, step: number, steps: number, plateaus: number): LearningRates {
  const { learningRate, discriminatorLearningRate, schedule, warmUp } = config;
  const share = learningRateSchedules.get(schedule)(step, steps, { ...config, plateaus });
  const warmed = step + 1 < warmUp ? share * ((step + 1) / warmUp) : share;
  return { generator: learningRate * warmed, discriminator: (discriminatorLearningRate ?? learningRate) * warmed };
}
