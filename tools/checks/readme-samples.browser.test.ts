import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerOf } from '../browser-tests/expectations/answer-of.ts';
import { hasBrowser, unavailable } from '../browser-tests/harness/has-browser.ts';
import { runProcess } from '../browser-tests/harness/run-process.ts';
import type { SamplesReport } from '../browser-tests/harness/samples-process.ts';
import { codeBlocks } from './code-blocks.ts';
import { samplePrograms } from './sample-programs.ts';
import { makeSampleProject, model, type SampleProject } from './sample-project.ts';

/** For the programs that tell of no page of their own: something is painted that they can translate. */
const PAGE = `<!doctype html>
<meta charset="utf-8" />
<canvas width="128" height="128"></canvas>
<script>document.querySelector('canvas').getContext('2d').fillRect(16, 16, 80, 80);</script>
<script type="module" src="/main.ts"></script>
`;

const programs = samplePrograms.filter(({ runsIn }) => runsIn === 'browser');

(hasBrowser ? describe : unavailable)('the programs for pages in the READMEs and in docs', () => {
  let project: SampleProject;
  let report: SamplesReport;

  beforeAll(async () => {
    project = await makeSampleProject();
    for (const { name, page, code } of programs) {
      const written = (language: string) => codeBlocks(page).find((block) => block.language === language)?.code;
      project.write(`${name}/index.html`, written('html') ?? PAGE);
      project.write(`${name}/main.ts`, `${code}\nObject.assign(globalThis, { isThrough: true });\n`);
      project.write(`${name}/vite.config.mjs`, written('js') ?? 'export default {};\n');
      project.write(`${name}/public/model.safetensors`, model);
    }
    report = await runProcess('samples-process.ts', [project.folder, ...programs.map(({ name }) => name)]);
  }, 300_000);
  afterAll(() => project.remove());

  test.each(programs)('$name is built by Vite and runs to its end', ({ name }) => {
    const { said } = answerOf(report[name] ?? { failure: `${name} was not opened` });
    // That there is no WebGPU here is a warning.
    expect(said.filter((line) => /^(console\.error|HTTP)/.test(line))).toEqual([]);
  });

  test('the README of pix2pix gives the canvas another picture, in both of its programs', () => {
    const names = programs.map(({ name }) => name).filter((name) => name.startsWith('packages-pix2pix-README'));
    expect(names).toHaveLength(2);
    for (const name of names) expect(report[name]).toMatchObject({ answer: { isPainted: true } });
  });

  test('the page of getting started has threads, and translates what is drawn with a pointer', () => {
    expect(report['docs-getting-started-md-1']).toMatchObject({ answer: { isIsolated: true, isPainted: true } });
  });
});
