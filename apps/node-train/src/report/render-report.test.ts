import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { flattenConfig } from './flatten-config.ts';
import { chartsOf, smooth } from './loss-curves.ts';
import { readLog } from './read-log.ts';
import { renderReport } from './render-report.ts';
import type { LoggedEvaluation, LoggedStep, Report } from './report.ts';
import { shellWord } from './run-sections.ts';

const step = (number: number): LoggedStep => ({
  step: number,
  losses: { discriminator: 0.6, adversarial: 0.8, l1: 1 / number },
  seconds: number / 10,
});
const metrics = { l1: 0.0789, psnr: 17.23, ssim: 0.7117 };
const evaluation: LoggedEvaluation = {
  step: 700,
  images: 57,
  ...metrics,
  baselines: { input: { l1: 0.125, psnr: 15.1, ssim: 0.65 }, mean: { l1: 0.319, psnr: 9.4, ssim: 0.21 } },
};
const image = { uri: 'data:image/webp;base64,AAAA', width: 64, height: 32 };

/** A complete run, with these parts of it replaced. */
const report = (changes: Partial<Report> = {}): Report => ({
  folder: 'runs/start',
  command: 'pix2pix',
  config: { data: 'data/start', batch: 4, licence: 'CC-BY-SA-4.0', engine: 'wasm', generator: { filters: 24 } },
  dataSet: { name: 'openmoji', a: 'black line drawing', b: 'coloured drawing' },
  log: { steps: [step(10), step(700)], evaluations: [evaluation], heldOut: [] },
  samples: [
    { step: 500, ...image },
    { step: 700, ...image },
  ],
  results: [{ name: '1F600', l1: 0.05, strip: image }],
  resultCount: 1,
  uplot: { script: 'var uPlot = 1;', style: '.uplot {}' },
  ...changes,
});

/** The page without its markup, as one reads it. */
function textOf(page: string): string {
  const body = page.slice(page.indexOf('<body>')).replace(/<script.*?<\/script>/gs, '');
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,:])/g, '$1');
}

describe('renderReport', () => {
  test('says what was learnt, from what, how long it took and where', () => {
    const text = textOf(renderReport(report()));
    expect(text).toContain('From black line drawing to coloured drawing');
    expect(text).toContain('trained on openmoji · 700 steps of 4 images in 1 min 10 s · engine: wasm.');
  });

  test('turns the title around with the direction, and takes the folder where the data set has no record', () => {
    const turned = report({ config: { direction: 'BtoA' } });
    expect(renderReport(turned)).toContain('<h1>From coloured drawing to black line drawing</h1>');
    expect(renderReport(report({ dataSet: null }))).toContain('<h1>What a network learnt from start</h1>');
    expect(renderReport(report({ dataSet: null, config: {} }))).toContain('<h1>The run start</h1>');
  });

  test('shows the three figures next to both baselines, in a sentence and as numbers', () => {
    const text = textOf(renderReport(report()));
    expect(text).toContain(
      'On 57 images that the network has never seen, its output is 0.079 away from the target (L1), 37 % less than the better result without a network: the input itself (0.125) and the mean image of the training set (0.319). PSNR is 17.2 dB, SSIM 0.712.',
    );
    expect(text).toContain('output 0.079 input itself 0.125 mean image 0.319');
    expect(text).toContain('output 17.2 input itself 15.1 mean image 9.4');
    expect(text).toContain('output 0.712 input itself 0.650 mean image 0.210');
  });

  test('does not praise a network that is no nearer than its input', () => {
    const log = { steps: [step(10)], evaluations: [{ ...evaluation, l1: 0.2, images: 1 }], heldOut: [] };
    const text = textOf(renderReport(report({ log })));
    expect(text).toContain('On 1 image that');
    expect(text).toContain('0.200 away from the target (L1), no less than the better result');
    expect(text).toContain('It needs more training.');
  });

  test('shows the last evaluation, and no mean image where there is none', () => {
    const { mean: _, ...baselines } = evaluation.baselines;
    const last = { ...evaluation, l1: 0.0611, baselines: { ...baselines, mean: null } };
    const text = textOf(renderReport(report({ log: { steps: [], evaluations: [evaluation, last], heldOut: [] } })));
    expect(text).toContain('0.061 away from the target (L1), 51 % less than the result without a network: the input');
    expect(text).not.toContain('mean image 0');
  });

  test('says what to do next, with the folder quoted for a shell', () => {
    const text = textOf(renderReport(report({ folder: 'my runs/a' })));
    expect(text).toContain('pix2pix train --resume &#39;my runs/a&#39; --steps 1400');
    expect(text).toContain('pix2pix translate --model &#39;my runs/a/model.safetensors&#39; drawing.png --out out');
  });

  test('has the first 500 values of a configuration that is endless, each cut where it is long', () => {
    const nested = { ['k'.repeat(1e6)]: Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`n${i}`, i])) };
    const rows = flattenConfig({ long: 'x'.repeat(1e7), list: Array(1e6).fill(1), ['y'.repeat(1e6)]: { nested } });
    expect(rows).toHaveLength(500);
    expect(rows.slice(0, 2)).toEqual([
      ['long', `${'x'.repeat(1000)}…`],
      ['list', `${'1, '.repeat(333)}1…`],
    ]);
    expect(Math.max(...rows.flat().map((text) => text.length))).toBe(1001);
  });

  test('has every value of the configuration, nested ones by their path', () => {
    const config = { a: 1, b: { c: [1, 2], d: { e: null } }, f: false };
    const text = textOf(renderReport(report({ config })));
    for (const row of ['a 1', 'b.c 1, 2', 'b.d.e –', 'f false']) expect(text).toContain(` ${row} `);
  });

  test('names the licence of the data, or says that none is known', () => {
    expect(textOf(renderReport(report()))).toContain('The licence of the data is CC-BY-SA-4.0.');
    expect(textOf(renderReport(report({ config: {} })))).toContain('does not say what its licence is');
  });

  test('can be of an empty run too', () => {
    const empty = {
      config: {},
      dataSet: null,
      samples: [],
      results: [],
      log: { steps: [], evaluations: [], heldOut: [] },
    };
    const text = textOf(renderReport(report(empty)));
    expect(text).toContain('Nothing has been logged yet.');
    expect(text).toContain('has not been measured on held-out images yet.');
    expect(text).toContain('pix2pix train --resume runs/start --steps 1000');
    expect(text).not.toMatch(/undefined|null|NaN/);
  });

  test('gives every picture words, and its size so that nothing jumps', () => {
    const images = renderReport(report()).match(/<img[^>]*>/g) ?? [];
    expect(images.length).toBe(3);
    for (const tag of images) expect(tag).toMatch(/ src="data:.*" width="64" height="32" alt="[^"]{10,}"/);
  });

  test('shows one frame of the samples, the last one', () => {
    const frames = renderReport(report()).match(/<div class="frame"[^>]*>/g) ?? [];
    expect(frames.map((frame) => [/data-step="(\d+)"/.exec(frame)?.[1], frame.includes(' hidden')])).toEqual([
      ['500', true],
      ['700', false],
    ]);
  });

  test('shows twelve results evenly from the best to the worst, and the others on demand', () => {
    const results = Array.from({ length: 45 }, (_, i) => ({ name: `n${i}`, l1: i / 100, strip: image }));
    const page = renderReport(report({ results, resultCount: 90 }));
    const [shown = '', more = ''] = page
      .slice(page.indexOf('id="results"'), page.indexOf('id="samples"'))
      .split('<details>');
    expect(shown.match(/title="n\d+"/g)?.map((title) => Number(title.slice(8, -1)))).toEqual(
      Array.from({ length: 12 }, (_, i) => i * 4),
    );
    expect(more.match(/title="n\d+"/g)?.length).toBe(33);
    expect(shown).toContain('12 of 90 images, taken evenly');
  });
});

describe('a report needs nothing but itself', () => {
  const page = renderReport(report());

  test('it refers to nothing outside, and its policy allows no more', () => {
    const markup = page.replace(/<script.*?<\/script>/gs, '');
    const references = [
      ...markup.matchAll(/(?:src|href|srcset|action|poster)\s*=\s*"([^"]*)"|url\(([^)]*)\)|@import (.*?);/g),
    ];
    expect(references.length).toBe(3);
    for (const [, attribute] of references) expect(attribute).toMatch(/^data:image\//);
    expect(markup).not.toMatch(/<(link|iframe|object|embed|base|form)\b/);
    expect(page).toContain('content="default-src &#39;none&#39;; img-src data:; ');
  });

  test('its policy names its own scripts by their hashes, which all are scripts', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, code = '']) => code);
    expect(scripts.length).toBe(3);
    for (const code of scripts) {
      expect(policy).toContain(`sha256-${createHash('sha256').update(code).digest('base64')}`);
      expect(() => new Script(code)).not.toThrow();
    }
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });
});

test('untrusted names stay text', () => {
  const evil = `"><script>alert('x')</script><img src=x onerror=alert(1)>&`;
  const page = renderReport(
    report({
      folder: evil,
      command: evil,
      config: { data: evil, licence: evil, engine: evil, [evil]: { [evil]: evil } },
      dataSet: { name: evil, a: evil, b: evil },
      results: [{ name: evil, l1: 1, strip: image }],
    }),
  );
  expect(page).not.toContain('<script>alert');
  expect(page).not.toContain('<img src=x');
  expect(page.match(/<script/g)?.length).toBe(renderReport(report()).match(/<script/g)?.length);
  expect(page).toContain(
    '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;',
  );
});

/** A log of this text. */
const logOf = (text: string) =>
  readLog(
    (async function* () {
      for (const line of text.split('\n')) yield { text: line };
    })(),
  );

describe('readLog', () => {
  const line = JSON.stringify({
    type: 'step',
    step: 10,
    ...step(10).losses,
    generator: 12.8,
    imagesPerSecond: 9.1,
    seconds: 1,
  });

  test('reads the losses and the figures', async () => {
    const text = `${line}\n${JSON.stringify({ type: 'evaluation', ...evaluation })}\n`;
    expect(await logOf(text)).toEqual({ steps: [step(10)], evaluations: [evaluation], heldOut: [] });
  });

  test('skips a line that was cut anywhere, and what it does not know', async () => {
    for (let cut = 0; cut < line.length; cut++) {
      expect((await logOf(`${line}\n${line.slice(0, cut)}`)).steps).toEqual([step(10)]);
    }
    expect(await logOf('{"type":"note"}\n[]\n\nnull\n')).toEqual({ steps: [], evaluations: [], heldOut: [] });
  });

  test('reads a loss that was not finite as none', async () => {
    expect((await logOf('{"type":"step","step":3,"l1":null}')).steps).toEqual([
      { step: 3, losses: { l1: null }, seconds: null },
    ]);
  });
});

describe('the charts', () => {
  test('of a long run have a limited number of points, each the mean of its neighbours', () => {
    const steps = Array.from({ length: 8000 }, (_, i) => ({
      ...step(i + 1),
      losses: { discriminator: 0.6, adversarial: 0.8, l1: i % 2 },
    }));
    const [, l1] = chartsOf({ steps, evaluations: [], heldOut: [] });
    expect(l1?.steps.length).toBeLessThanOrEqual(1200);
    expect(l1?.steps.at(-1)).toBe(8000);
    expect(l1?.curves[0]?.values[5]).toBeCloseTo(0.5, 0);
    expect(l1?.curves.map(({ values }) => values.length)).toEqual([l1?.steps.length, l1?.steps.length]);
  });

  test('show the held-out L1 next to the baselines once it was measured twice', () => {
    const evaluations = [evaluation, { ...evaluation, step: 900, l1: 0.07 }];
    expect(chartsOf({ steps: [], evaluations: [evaluation], heldOut: [] })).toEqual([]);
    const many = chartsOf({ steps: [], evaluations: Array<LoggedEvaluation>(1e5).fill(evaluation), heldOut: [] });
    expect(many[0]?.steps).toHaveLength(1200);
    const [chart] = chartsOf({ steps: [], evaluations, heldOut: [] });
    expect(chart?.steps).toEqual([700, 900]);
    expect(chart?.curves.map(({ values }) => values)).toEqual([
      [0.0789, 0.07],
      [0.125, 0.125],
      [0.319, 0.319],
    ]);
  });

  test('show each metric that was measured while training, and where the best was', () => {
    const at = (step: number, l1: number, isBest: boolean) => ({ step, isBest, figures: { l1, ssim: 1 - l1 } });
    const heldOut = [at(10, 0.3, true), at(20, 0.2, true), at(30, 0.25, false)];
    const charts = chartsOf({ steps: [], evaluations: [], heldOut });
    expect(charts.map(({ title, steps }) => [title, steps])).toEqual([
      ['L1 on held-out images while training (lower is better)', [10, 20, 30]],
      ['SSIM on held-out images while training (higher is better)', [10, 20, 30]],
    ]);
    expect(charts[0]?.curves.map(({ values }) => values)).toEqual([
      [0.3, 0.2, 0.25],
      [null, 0.2, null],
    ]);
    expect(chartsOf({ steps: [], evaluations: [], heldOut: heldOut.slice(1, 2) })).toEqual([]);
  });

  test('smooth a level to itself and a jump slowly, over gaps', () => {
    expect(smooth([3, 3, null, 3])).toEqual([3, 3, null, 3]);
    const jump = smooth(Array.from({ length: 300 }, (_, i) => (i < 150 ? 0 : 1)));
    expect(jump[150]).toBeCloseTo(0.1, 2); // a tenth, since the span is 300 / 30
    expect(jump[299]).toBeGreaterThan(0.99);
  });
});

test.each([
  ['runs/start', 'runs/start'],
  ["it's", `'it'\\''s'`],
  ['$HOME', `'$HOME'`],
  ['C:\\my runs\\a', '"C:\\my runs\\a"'],
])('shellWord quotes %s where a shell needs it', (path, word) => {
  expect(shellWord(path)).toBe(word);
});
