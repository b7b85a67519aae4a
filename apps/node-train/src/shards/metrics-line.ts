import { metrics as metricTable } from '@pix2pix-ts/metrics';
import type { Merged } from './merge-manifests.ts';

/** The figures for people. */
export function metricsLine({ compared, metrics }: Merged): string {
  if (!metrics) return 'Without metrics: the list names no targets ("b").';
  const figures = metricTable.names.map((name) => {
    const { label, digits, unit } = metricTable.get(name);
    return `${label} ${metrics[name]?.toFixed(digits)}${unit && ` ${unit}`}`;
  });
  const what = `${compared} ${compared === 1 ? 'image' : 'images'} next to ${compared === 1 ? 'its target' : 'their targets'}`;
  return `${what}: ${figures.join(', ')}`;
}
