import * as v from 'valibot';
import type { FileLine } from '../files/file-lines.ts';
import { parseJson } from '../files/parse-json.ts';
import type { Log, LoggedEvaluation, LoggedStep } from './report.ts';

// JSON has no NaN and no infinity: what was not finite is null.
const value = v.optional(v.nullable(v.number()), null);
const metrics = v.object({ l1: v.number(), psnr: v.number(), ssim: v.number() });

const lineSchema = v.variant('type', [
  v.object({
    type: v.literal('step'),
    step: v.number(),
    ...{ discriminator: value, adversarial: value, l1: value, seconds: value },
  }),
  v.object({
    type: v.literal('evaluation'),
    step: v.number(),
    images: v.number(),
    baselines: v.object({ input: metrics, mean: v.nullable(metrics) }),
    ...metrics.entries,
  }),
]);

/**
 * What the lines of a run's log.jsonl tell. A line that is cut, as a kill leaves it, or that is of another kind is passed
 * over, so that a report can be made of every run.
 */
export async function readLog(lines: AsyncIterable<Pick<FileLine, 'text'>>): Promise<Log> {
  const steps: LoggedStep[] = [];
  const evaluations: LoggedEvaluation[] = [];
  for await (const { text } of lines) {
    const parsed = v.safeParse(lineSchema, parsedLine(text));
    if (!parsed.success) continue;
    const { type, ...entry } = parsed.output;
    if ('images' in entry) evaluations.push(entry);
    else steps.push(entry);
  }
  return { steps, evaluations };
}

function parsedLine(text: string | null): unknown {
  try {
    return parseJson(text ?? '');
  } catch {
    return undefined;
  }
}
