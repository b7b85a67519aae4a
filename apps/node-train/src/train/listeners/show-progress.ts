import { startProgress } from '../../cli/progress.ts';
import { describeLosses } from '../describe-losses.ts';
import type { RunListener } from './run-listener.ts';

/** Shows how far training is, and the latest losses. */
export function showProgress(steps: number): RunListener {
  const progress = startProgress({ title: 'Training', total: steps, unit: 'steps' });
  let losses = '';
  return {
    on(event) {
      if (event.type === 'end') return progress.stop();
      if (event.type !== 'step') return;
      if (event.losses) losses = describeLosses(event.losses);
      progress.update(event.step, `${losses}  ${event.imagesPerSecond.toFixed(1)} images/s`, event.secondsLeft);
    },
    close: () => progress.stop(),
  };
}
