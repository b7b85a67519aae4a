import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readForeignFile, readLayersModel } from '../reference/index.ts';
import { runProgram } from '../release/src/run-program.ts';
import { codeBlocks, guides } from './code-blocks.ts';
import { root } from './markdown-pages.ts';
import { onSources } from './on-sources.ts';
import { makeSampleProject, type SampleProject } from './sample-project.ts';
import { commandsOf } from './shell-commands.ts';

const FOLDER = 'docs/coming-from/';
const pages = guides.filter((page) => page.startsWith(FOLDER) && !page.endsWith('/README.md'));

/** Where the pages have the pairs of the project's `data/facades`: side by side, divided or not. */
const FACADES = ['data/facades', 'datasets/facades'];
const HALVES = ['datasets/aligned/trainA', 'datasets/aligned/trainB', 'drawings', 'photographs'];

/** The same pictures serve as side-by-side pairs and as halves. */
function placesOf(file: string): string[] {
  const [, split, name = ''] = /^data\/facades\/(\w+)\/(.*)/.exec(file) ?? [];
  if (split === undefined) return file === 'drawing.png' ? [file] : [];
  const divided = FACADES.map((folder) => `${folder}/${split}/${name}`);
  return split === 'val'
    ? divided
    : [...divided, `photos/combined/${name}`, ...HALVES.map((half) => `${half}/${name}`)];
}

/** Appended, so that a training takes seconds; a later flag replaces an earlier one. */
function shortened(words: readonly string[]): string[] {
  if (!words.includes('train') && !words.includes('train.py')) return [];
  const length = words.includes('--epochs') ? ['--epochs', '1', '--max-dataset-size', '2'] : ['--steps', '2'];
  return [...length, '--size', '32', '--filters', '4', '--jitter', '36'];
}

describe('what one types in place of what one typed elsewhere runs', () => {
  let project: SampleProject;
  beforeAll(async () => {
    project = await makeSampleProject(placesOf);
    project.write('latest_net_G.pth', readForeignFile('junyanz-unet-batch.pth'));
    project.write('generator_190.pth', readForeignFile('gan-unet.pth'));
    project.write('edges2pikachu.pict', readForeignFile('affinelayer.pict'));
    const { bytes, files } = readLayersModel('tutorial');
    project.write('web-model/model.json', bytes);
    for (const [name, shard] of files) project.write(`web-model/${name}`, shard);
    // A page shows the file of its `--config`.
    for (const page of pages)
      for (const { language, code } of codeBlocks(page)) {
        const name = /--config (\S+)/.exec(readFileSync(path.join(root, page), 'utf8'))?.[1];
        if (language === 'json' && name !== undefined) project.write(name, code);
      }
  });
  afterAll(() => project.remove());

  const commands = commandsOf('npx', '@pix2pix-ts/cli')
    .filter(({ page }) => pages.includes(page))
    .map(({ page, words }) => ({ page: page.slice(FOLDER.length), words, line: words.join(' ') }));

  test('each page has commands, and its line in the list', () => {
    const list = readFileSync(path.join(root, FOLDER, 'README.md'), 'utf8');
    for (const page of pages) {
      expect(commands.map((command) => command.page)).toContain(page.slice(FOLDER.length));
      expect(list).toContain(`(${page.slice(FOLDER.length)})`);
    }
  });

  test.each(commands)('$page: $line', async ({ words }) => {
    const script = path.join(root, 'apps/node-train/src/index.ts');
    const engine = ['convert', 'combine', 'split'].includes(words[0] ?? '') ? [] : ['--backend', 'wasm'];
    const args = [...onSources, script, ...words, ...shortened(words), ...engine];
    const { exitCode, stderr } = await runProgram(process.execPath, args, { cwd: project.folder });
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test('they have written what the pages say', () => {
    for (const file of [
      'checkpoints/facades_pix2pix/report.html',
      'results/facades_pix2pix/0.png',
      'datasets/combined/0.png',
      'photos/divided/train',
      'out/drawing.png',
    ])
      expect([file, existsSync(path.join(project.folder, file))]).toEqual([file, true]);
  });
});
