import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { encodePng } from '@pix2pix-ts/data/node';
import { noise } from '@pix2pix-ts/testing/noise';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { readComparedRuns } from './compared-run.ts';
import { renderComparison } from './render-comparison.ts';
import { runNames } from './run-names.ts';

const folder = sharedFolder();
const at = (...path: string[]) => join(folder.path, ...path);
const uplot = { script: '', style: '' };

type RunContent = { config?: object; log?: object[]; samples?: number[] };

async function writeRun(name: string, { config = {}, log = [], samples = [] }: RunContent): Promise<void> {
  mkdirSync(at(name, 'samples'), { recursive: true });
  writeFileSync(at(name, 'config.json'), JSON.stringify({ data: 'faces', generator: { filters: 4 }, ...config }));
  writeFileSync(at(name, 'log.jsonl'), log.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const picture = await encodePng(noise(8, 8, name));
  for (const step of samples) writeFileSync(at(name, 'samples', `step-${String(step).padStart(6, '0')}.png`), picture);
}

const step = (number: number, l1: number) => ({ type: 'step', step: number, l1, features: 2 * l1, seconds: number });
const heldOut = (number: number, l1: number, psnr: number) => ({
  type: 'held-out',
  step: number,
  isBest: true,
  images: 4,
  l1,
  psnr,
  ssim: 0.5,
});
const evaluation = (number: number, l1: number) => {
  const figures = { l1, psnr: 10, ssim: 0.5 };
  return { type: 'evaluation', step: number, images: 7, ...figures, baselines: { input: figures, mean: null } };
};

beforeAll(async () => {
  await writeRun('a/run', {
    config: { lambda: 100 },
    log: [step(10, 0.5), heldOut(10, 0.2, 12), step(20, 0.4), heldOut(20, 0.3, 15), evaluation(20, 0.3)],
    samples: [10, 20],
  });
  await writeRun('b/run', {
    config: { lambda: 10, clip: 1 },
    log: [step(5, 0.6), step(15, 0.2), evaluation(15, 0.1)],
    samples: [10, 30],
  });
  await writeRun('young', { log: [step(1, 0.9)] });
});

/** The page without its markup and its charts, as one reads it. */
function textOf(page: string): string {
  const body = page.slice(page.indexOf('<body>')).replace(/<script.*?<\/script>/gs, '');
  return body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

const chartsIn = (page: string) =>
  [
    ...page.matchAll(
      /<figcaption>([^<]*)<\/figcaption>\n<div class="plot".*?<script type="application\/json">(.*?)<\/script>/g,
    ),
  ].map(([, title, json]) => ({ title, charts: JSON.parse(json as string).charts }));

test('runs are overlaid in a chart for each quantity, with their figures, options and samples next to each other', async () => {
  const runs = await readComparedRuns([at('a/run'), at('b/run'), at('young')]);
  const page = renderComparison(runs, uplot);
  const text = textOf(page);
  expect(text).toContain('3 runs compared');
  expect(text).toContain('On 7 images that the networks have never seen');
  expect(text).toContain('Not measured yet: young.');
  expect(text).toContain('a/run 20 20 s 0.3000 best 0.2000 at 10 10.00 best 15.00 at 20');
  expect(text).toContain('b/run 15 15 s 0.1000');
  expect(page).toContain('<b>0.1000</b>'); // the better one
  expect(text).toContain('young 1 1 s – – –');
  expect(text).toContain('lambda 100 10 – clip – 1 –');
  expect(text).toContain('The other 2 options are the same in all runs.');
  // young has none, so there is no step of which all have samples.
  expect(text).toContain('After the last step of each');
  expect(text).toContain('Not measured more than once while training: b/run, young.');
  const charts = chartsIn(page);
  expect(charts.map(({ title }) => title)).toEqual([
    'L1 (lower is better)',
    'PSNR in dB (higher is better)',
    'SSIM (higher is better)',
    'L1',
    'feature matching',
  ]);
  expect(charts[0]?.charts).toEqual([
    {
      steps: [10, 20],
      curves: [{ label: 'a/run', colour: 'run0', kind: 'smooth', dashed: false, values: [0.2, 0.3] }],
    },
  ]);
  const lines = charts[3]?.charts.map(({ steps, curves }: { steps: number[]; curves: { label: string }[] }) => [
    steps,
    curves.map(({ label }) => label),
  ]);
  expect(lines).toEqual([
    [
      [10, 20],
      ['a/run', 'a/run'],
    ], // pale and smoothed
    [
      [5, 15],
      ['b/run', 'b/run'],
    ],
  ]);
});

test('samples are those of the last step that all runs have, and one run works too', async () => {
  const runs = await readComparedRuns([at('a/run'), at('b/run')]);
  expect(runs.map(({ sample }) => sample?.step)).toEqual([10, 10]);
  expect(textOf(renderComparison(runs, uplot))).toContain('After 10 steps, the last of which all have samples.');
  const [one] = runs;
  const text = textOf(renderComparison([one as (typeof runs)[number]], uplot));
  expect(text).toContain('The run a/run');
  expect(text).not.toContain('differently');
});

test('runs of one name are told apart by the folders above', () => {
  expect(runNames([at('a/run'), at('b/run'), at('young')])).toEqual(['a/run', 'b/run', 'young']);
  expect(runNames([at('young')])).toEqual(['young']);
  expect(runNames([`${folder.path}/a/run/`, at('run')]).map((name) => name.split('/').at(-1))).toEqual(['run', 'run']);
});

test('what a run says of itself stays text', async () => {
  const name = '<img src=x onerror=alert(1)>';
  await writeRun(name, { config: { data: '</script><script>alert(1)</script>' }, log: [step(1, 1), step(2, 1)] });
  const page = renderComparison(await readComparedRuns([at(name), at('young')]), uplot);
  expect(page).not.toMatch(/<img src=x|<script>alert/);
});

test('pix2pix report writes the page, replaces only its own, and refuses in one line what it cannot compare', async () => {
  const report = (...args: string[]) => runPix2pix(['report', ...args], { cwd: folder.path });
  expect(await report('a/run', 'b/run')).toEqual({ exitCode: 0, stdout: 'comparison.html\n', stderr: '' });
  const again = await report('a/run', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({
    type: 'report',
    path: 'comparison.html',
    runs: [{ name: 'run', steps: 20 }],
  });
  expect(readFileSync(at('comparison.html'), 'utf8')).toContain('<h1>The run run</h1>');
  cpSync(at('a/run'), at('copy'), { recursive: true });
  mkdirSync(at('empty'), { recursive: true });
  for (const [args, line] of [
    [['a/run', 'a/run/'], 'Expected each run once, got a/run/ twice. Leave it out once.'],
    [
      ['empty'],
      'Expected the folder of a run, got empty, which has neither a config.json nor a log.jsonl of one. Give folders that train --out made.',
    ],
    [['nowhere'], 'Could not read nowhere: there is no such file or folder. Check the path (ENOENT).'],
    [
      ['copy', '--out', 'copy/log.jsonl'],
      'Expected a new file at copy/log.jsonl, got a different one. Choose another name for --out.',
    ],
    [['copy', '--out', 'copy'], 'Expected --out to be a file, got the folder copy. Name a file in it.'],
    [[], 'Expected <runs>, got none. See pix2pix report --help.'],
  ] as const)
    expect(await report(...args)).toEqual({ exitCode: 2, stdout: '', stderr: `${line}\n` });
});
