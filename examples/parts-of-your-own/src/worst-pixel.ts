import { type Metric, metrics } from '@pix2pix-ts/metrics';

/** The largest difference of any value, in 8-bit steps. */
const worst: Metric = {
  measure: ({ data }, target) =>
    Array.from(data).reduce((most, value, i) => Math.max(most, Math.abs(value - (target.data[i] as number))), 0),
  label: 'worst',
  unit: '',
  digits: 0,
  better: 'lower',
  hint: 'the largest difference of any value, out of 255',
};

metrics.add('worst', worst);
