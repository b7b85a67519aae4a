import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { COMBINE_OPTIONS } from '../arrange/combine-command.ts';
import { SPLIT_OPTIONS } from '../arrange/split-command.ts';
import { REPORT_OPTIONS } from '../compare/report-command.ts';
import { CONVERT_OPTIONS } from '../convert/convert-command.ts';
import { DOCTOR_OPTIONS } from '../doctor/doctor-command.ts';
import { EVALUATE_OPTIONS } from '../evaluate/evaluate-command.ts';
import { EXPORT_OPTIONS } from '../export/export-command.ts';
import { OPENMOJI_OPTIONS, PHOTOGRAPH_OPTIONS } from '../prepare/prepare-command.ts';
import { START_OPTIONS } from '../start/start-command.ts';
import { SUMMARY_OPTIONS } from '../summary/summary-command.ts';
import { TRAIN_OPTIONS } from '../train/train-options.ts';
import { TRANSLATE_OPTIONS } from '../translate/translate-command.ts';
import { GLOBAL_OPTIONS } from './global-options.ts';
import { flagTable } from './options.ts';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

// A table that is out of date is replaced by the expected one, to be pasted.
test.each([
  ['Flags of every command', GLOBAL_OPTIONS],
  ['prepare', OPENMOJI_OPTIONS],
  ['prepare from photographs', PHOTOGRAPH_OPTIONS],
  ['combine', COMBINE_OPTIONS],
  ['split', SPLIT_OPTIONS],
  ['train', TRAIN_OPTIONS],
  ['translate', TRANSLATE_OPTIONS],
  ['evaluate', EVALUATE_OPTIONS],
  ['report', REPORT_OPTIONS],
  ['convert', CONVERT_OPTIONS],
  ['export', EXPORT_OPTIONS],
  ['summary', SUMMARY_OPTIONS],
  ['doctor', DOCTOR_OPTIONS],
  ['start', START_OPTIONS],
])('the README has the flags that there are, under %s', (title, rows) => {
  const section = readme.slice(readme.indexOf(`\n## ${title}\n`));
  const table = /\| flag \| is \|\n\|---\|---\|\n(\|.*\n)*/.exec(section)?.[0];
  expect(table).toBe(`${flagTable(rows)}\n`);
});
