import { expect, test } from '@jest/globals';
import { type CheckReport, textOf, verdictOf } from './check-report.ts';

const report: CheckReport = {
  browser: 'A browser',
  card: {
    name: 'a card',
    software: false,
    info: { vendor: 'somebody' },
    features: ['shader-f16'],
    limits: { maxBufferSize: 1024 },
  },
  readMilliseconds: 1.23456,
  layer: { direct: 0.3149, form: 0.1871 },
  kernels: [
    { name: 'Add', error: 0, milliseconds: 0.0512345, speed: '410 GB/s' },
    { name: 'Conv2D', error: 3.14e-7, remark: 'no time left' },
    { name: 'Mystery', remark: 'not checked' },
  ],
  errors: [],
};

test('the text for an issue has the card, the browser and a row for each kernel', () => {
  expect(textOf(report).split('\n')).toEqual([
    'pix2pix-ts self-check: All 2 kernels compute what they should.',
    '',
    'Browser: A browser',
    'Card: a card',
    'Info: vendor somebody',
    'Features: shader-f16',
    'Limits: maxBufferSize 1024',
    'A read: 1.23 ms',
    "A layer: 0.315 ms, in Winograd's form 0.187 ms",
    'Errors: none',
    '',
    'kernel | largest error | a call | speed | remark',
    '--- | --- | --- | --- | ---',
    'Add | 0 | 0.0512 ms | 410 GB/s |',
    'Conv2D | 3.1e-7 |  |  | no time left',
    'Mystery |  |  |  | not checked',
  ]);
});

test('a card that a processor plays has no times of a layer', () => {
  expect(textOf({ ...report, layer: undefined })).toContain('A layer: not measured\n');
});

test.each([
  ['that is far off', { name: 'Tan', error: 0.5 }],
  ['that is not a number', { name: 'Tan', error: Number.POSITIVE_INFINITY }],
  ['that failed', { name: 'Tan', remark: 'failed: Expected more' }],
])('a kernel %s is named', (_, kernel) => {
  expect(verdictOf({ ...report, kernels: [...report.kernels, kernel] })).toBe(
    '1 of 3 kernels do not compute what they should: Tan.',
  );
});
