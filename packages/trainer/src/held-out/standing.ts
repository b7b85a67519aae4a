import { type MetricName, type Metrics, metrics } from '@pix2pix-ts/metrics';
import * as v from 'valibot';
import { afterValue, NO_PLATEAU } from '../schedules/plateau.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const figure = v.pipe(v.number(), v.finite());

/** What a standing in a state's file must look like. */
export const standingSchema = v.strictObject({
  /** Where the metric was the best so far. */
  best: v.strictObject({
    /** After how many steps. */
    step: count,
    /** The metric's value there. */
    value: figure,
  }),
  /** Evaluations since then. */
  stale: count,
  /** Of the schedule `plateau`. */
  plateau: v.strictObject({ best: v.nullable(figure), stale: count, plateaus: count }),
});

/** What the evaluations of a run have come to: it decides when to stop, which weights are the best, and what `plateau` does. */
export type HeldOutStanding = v.InferOutput<typeof standingSchema>;

/**
 * The standing after one more evaluation.
 *
 * @param before undefined before the first one
 * @param config the metric that decides, and the patience of the schedule `plateau`
 */
export function afterEvaluation(
  before: HeldOutStanding | undefined,
  step: number,
  figures: Metrics,
  { metric, patience }: { metric: MetricName; patience: number },
): HeldOutStanding {
  const value = figures[metric] as number;
  const { better } = metrics.get(metric);
  const plateau = afterValue(before?.plateau ?? NO_PLATEAU, value, better, patience);
  const isBest = before === undefined || (better === 'lower' ? value < before.best.value : value > before.best.value);
  return isBest
    ? { best: { step, value }, stale: 0, plateau }
    : { best: before.best, stale: before.stale + 1, plateau };
}
