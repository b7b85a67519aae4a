import { type Evaluation, metrics } from '@pix2pix-ts/metrics';
import { MORE_METRICS, MORE_NAMES } from './more/more-metrics.ts';

/** An evaluation for people: the model next to both baselines, and what that means. */
export function evaluationTable(evaluation: Evaluation, what: string): string[] {
  const { images, baselines } = evaluation;
  const always = metrics.names.map((name) => ({ name, ...metrics.get(name) }));
  const more = MORE_NAMES.filter((name) => evaluation[name] !== undefined).map((name) => ({
    name,
    unit: '',
    ...MORE_METRICS[name],
  }));
  const columns = [...always, ...more].map(({ name, label, unit, digits }) => {
    const head = unit ? `${label} (${unit})` : label;
    return { name, head, digits, width: Math.max(7, head.length) + 1 };
  });
  const line = (answer: string, figures: Readonly<Record<string, unknown>>) =>
    answer.padEnd(14) +
    columns
      .map(({ name, digits, width }) => ((figures[name] as number | undefined)?.toFixed(digits) ?? '-').padStart(width))
      .join('');
  return [
    `${what}: ${images} ${images === 1 ? 'image' : 'images'}`,
    '',
    ''.padEnd(14) + columns.map(({ head, width }) => head.padStart(width)).join(''),
    line('the model', evaluation),
    line('input itself', baselines.input),
    ...(baselines.mean ? [line('mean target', baselines.mean)] : []),
    '',
    ...verdict(evaluation),
  ];
}

/** What the figures say of the model. */
function verdict({ l1, baselines }: Evaluation): string[] {
  const better = Math.min(baselines.input.l1, baselines.mean?.l1 ?? Number.POSITIVE_INFINITY);
  if (better === 0) return ['A baseline is perfect on these images: input and target do not differ.'];
  const share = l1 / better;
  const told = `The model's L1 is ${share.toFixed(2)} of the better baseline's:`;
  if (share < 1) return [`${told} it has learnt something.`];
  return [`${told} it is no better than that.`, 'Train longer, or look at the samples.'];
}
