import type { FileLine } from '@pix2pix-ts/data/node';
import { type Evaluation, metrics } from '@pix2pix-ts/metrics';
import * as v from 'valibot';
import { parseJson } from '../files/parse-json.ts';
import type { Log, LoggedEvaluation, LoggedHeldOut, LoggedStep } from './report.ts';

// JSON has no NaN and no infinity: what was not finite is null.
const value = v.nullable(v.number());
const figures = v.objectWithRest({ l1: v.number() }, v.unknown());

const lineSchema = v.variant('type', [
  v.looseObject({ type: v.literal('step'), step: v.number(), seconds: v.optional(value, null) }),
  v.looseObject({ type: v.literal('held-out'), step: v.number(), isBest: v.boolean() }),
  v.looseObject({
    type: v.literal('evaluation'),
    step: v.number(),
    images: v.number(),
    baselines: v.object({ input: figures, mean: v.nullable(figures) }),
    ...figures.entries,
  }),
]);

type LogLine<Type extends string> = Extract<v.InferOutput<typeof lineSchema>, { type: Type }>;

/** What a step's line has in addition to its losses. */
const NO_LOSSES: ReadonlySet<string> = new Set(['generator', 'imagesPerSecond']);

/**
 * What the lines of a run's log.jsonl say. A line that is cut, as a kill leaves it, or that is of another kind is
 * skipped, so that a report can be made of every run.
 */
export async function readLog(lines: AsyncIterable<Pick<FileLine, 'text'>>): Promise<Log> {
  const steps: LoggedStep[] = [];
  const evaluations: LoggedEvaluation[] = [];
  const heldOut: LoggedHeldOut[] = [];
  for await (const { text } of lines) {
    const parsed = v.safeParse(lineSchema, parsedLine(text));
    if (!parsed.success) continue;
    if (parsed.output.type === 'evaluation') evaluations.push(evaluationOf(parsed.output));
    else if (parsed.output.type === 'held-out') heldOut.push(heldOutOf(parsed.output));
    else steps.push(stepOf(parsed.output));
  }
  return { steps, evaluations, heldOut };
}

/** All figures of a step but its pace and the generator's total are its losses. */
function stepOf({ type: _, step, seconds, ...line }: LogLine<'step'>): LoggedStep {
  const losses = Object.entries(line).filter(([name, loss]) => !NO_LOSSES.has(name) && v.is(value, loss));
  return { step, seconds, losses: Object.fromEntries(losses) as LoggedStep['losses'] };
}

/** Only the figures that are known, which need not all be in an older log. */
function known(from: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(
    metrics.names.map((name) => [name, from[name]]).filter(([, figure]) => v.is(v.number(), figure)),
  );
}

function heldOutOf({ step, isBest, ...line }: LogLine<'held-out'>): LoggedHeldOut {
  return { step, isBest, figures: known(line) };
}

function evaluationOf({ step, images, baselines, ...line }: LogLine<'evaluation'>): LoggedEvaluation {
  const { input, mean } = baselines;
  const read = { step, images, ...known(line), baselines: { input: known(input), mean: mean && known(mean) } };
  return read as unknown as Evaluation & { step: number };
}

function parsedLine(text: string | null): unknown {
  try {
    return parseJson(text ?? '');
  } catch {
    return undefined;
  }
}
