import { type PairSource, spreadPairs } from '@pix2pix-ts/data';
import { type Evaluation, eachMetric, l1, type Metrics } from '@pix2pix-ts/metrics';
import type { Translator } from '@pix2pix-ts/pix2pix';
import { startProgress } from '../src/cli/progress.ts';
import { type EvaluatedPair, evaluateModel } from '../src/evaluate/evaluate-model.ts';

/** L1 of the model next to that of the input itself, over some pairs. */
export type Beside = { readonly images: number; readonly l1: number; readonly input: number };

/** How a model does on pairs that no step has seen; travels in the metadata of its file, under `training.heldOut`. */
export type HeldOut = Evaluation & {
  /** By the data set's groups, in the order of their size; empty where it has none. */
  readonly groups: Readonly<Record<string, Beside>>;
  /** Those that are shown in the picture of the card. */
  readonly shown: Beside;
};

/** What was measured, and the pairs to be shown. */
export type Measured = { readonly heldOut: HeldOut; readonly shown: readonly EvaluatedPair[] };

type MeasuredPair = { readonly name: string; readonly l1: number; readonly input: number };

/** So many pairs are shown, evenly from the first to the last by name: nobody chose them. */
const SHOWN = 12;

/** Evaluates a model on held-out pairs: as a whole, by group, and those that will be shown. */
export async function measureHeldOut(
  translator: Translator,
  pairs: PairSource,
  trainPairs: PairSource,
  groups: ReadonlyMap<string, string> | undefined,
  signal: AbortSignal,
): Promise<Measured> {
  const names = new Set(spreadPairs(pairs, SHOWN).names);
  const shown: EvaluatedPair[] = [];
  const measured: MeasuredPair[] = [];
  const progress = startProgress({ title: 'Evaluating', total: pairs.names.length, unit: 'images' });
  try {
    const evaluation = await evaluateModel({
      translator,
      pairs,
      trainPairs,
      signal,
      onProgress: ({ phase, done }) => phase === 'translate' && progress.update(done),
      onPair: (pair) => {
        measured.push({ name: pair.name, l1: pair.metrics.l1, input: l1(pair.input, pair.target) });
        if (names.has(pair.name)) shown.push(pair);
      },
    });
    const { images, baselines } = evaluation;
    const heldOut = {
      ...rounded(evaluation),
      images,
      baselines: { input: rounded(baselines.input), mean: baselines.mean && rounded(baselines.mean) },
      groups: byGroup(measured, groups),
      shown: beside(measured.filter(({ name }) => names.has(name))),
    };
    return { heldOut, shown };
  } finally {
    progress.stop();
  }
}

function byGroup(pairs: readonly MeasuredPair[], groups: ReadonlyMap<string, string> = new Map()): HeldOut['groups'] {
  const members = new Map<string, MeasuredPair[]>();
  for (const pair of pairs) {
    const group = groups.get(pair.name);
    if (group !== undefined) members.set(group, [...(members.get(group) ?? []), pair]);
  }
  const sorted = [...members].sort(([, left], [, right]) => right.length - left.length);
  return Object.fromEntries(sorted.map(([group, some]) => [group, beside(some)]));
}

function beside(pairs: readonly MeasuredPair[]): Beside {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    images: pairs.length,
    l1: digits(mean(pairs.map((pair) => pair.l1))),
    input: digits(mean(pairs.map((pair) => pair.input))),
  };
}

function rounded(figures: Readonly<Record<string, unknown>>): Metrics {
  return eachMetric((_, name) => digits(figures[name] as number));
}

/** To four digits: engines differ after those. */
function digits(value: number): number {
  return Number(value.toPrecision(4));
}
