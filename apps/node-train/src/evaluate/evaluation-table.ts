import type { Evaluation, Metrics } from '@pix2pix-ts/metrics';

/** An evaluation for people: the model beside both baselines, and what that means. */
export function evaluationTable(evaluation: Evaluation, what: string): string[] {
  const { images, baselines } = evaluation;
  const line = (name: string, metrics: Metrics) => [
    name.padEnd(14),
    metrics.l1.toFixed(4).padStart(8),
    metrics.psnr.toFixed(2).padStart(10),
    metrics.ssim.toFixed(4).padStart(8),
  ];
  return [
    `${what}: ${images} ${images === 1 ? 'image' : 'images'}`,
    '',
    `${''.padEnd(14)}${'L1'.padStart(8)}${'PSNR (dB)'.padStart(10)}${'SSIM'.padStart(8)}`,
    line('the model', evaluation).join(''),
    line('input itself', baselines.input).join(''),
    ...(baselines.mean ? [line('mean target', baselines.mean).join('')] : []),
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
  return [`${told} no better than none.`, 'Train longer, or look at the samples.'];
}
