import { join } from 'node:path';
import { writeAtomically } from '@pix2pix-ts/common/node';
import { type MetricName, metrics } from '@pix2pix-ts/metrics';
import type { EvaluationEvent } from '@pix2pix-ts/trainer';
import { printNote } from '../../cli/output.ts';
import { BEST_FILE } from '../../files/index.ts';
import { encodeWeights } from './encode-weights.ts';
import type { RunListener } from './run-listener.ts';

/** Keeps the weights with the best metric on held-out pairs next to the latest ones, and says at the end which those are. */
export function keepBest(folder: string, metric: MetricName): RunListener {
  let best: EvaluationEvent['best'] | undefined;
  return {
    async on(event) {
      if (event.type !== 'evaluation') return;
      ({ best } = event);
      if (event.isBest) await writeAtomically(join(folder, BEST_FILE), encodeWeights(event.model));
    },
    finish({ step, reason }) {
      const { label, digits, unit } = metrics.get(metric);
      if (best === undefined) {
        if (reason === 'stale')
          printNote(
            `Nothing was trained: the held-out ${label} had stopped getting better. Go on with a larger --stop-after N.`,
          );
        return;
      }
      const figure = `${label} ${best.value.toFixed(digits)}${unit && ` ${unit}`}`;
      if (reason === 'stale')
        printNote(`Stopped after step ${step}: the held-out ${label} has not got any better since step ${best.step}.`);
      printNote(
        `The best weights on held-out pairs are those of step ${best.step}, ${figure}: ${join(folder, BEST_FILE)}`,
      );
    },
  };
}
