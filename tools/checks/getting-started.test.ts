import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runProgram } from '../release/src/run-program.ts';
import { root } from './markdown-pages.ts';
import { onSources } from './on-sources.ts';
import { makeSampleProject, type SampleProject } from './sample-project.ts';
import { commandsOf } from './shell-commands.ts';

/** Appended, so that a training takes seconds; a later flag replaces an earlier one. */
const short: Readonly<Record<string, string[]>> = {
  train: ['--steps', '2', '--size', '32', '--filters', '4'],
  resume: ['--steps', '4'],
};

describe("getting started's commands run one after the other", () => {
  let project: SampleProject;
  beforeAll(async () => {
    // The folders `pairs/train`, `pairs/val` and `pairs/test`, and the drawing; prepare would download pictures.
    project = await makeSampleProject((file) => {
      if (file.startsWith('runs/')) return [];
      const pair = file.replace('data/faces/', 'pairs/');
      return file.startsWith('data/faces/val/') ? [pair, pair.replace('val', 'test')] : [pair];
    });
  });
  afterAll(() => project.remove());

  const commands = commandsOf('npx', '@pix2pix-ts/cli')
    .filter(({ page, words: [name = ''] }) => page === 'docs/getting-started.md' && name !== 'prepare')
    .map(({ words }) => ({ words, line: words.join(' ') }));

  test.each(commands)('$line', async ({ words }) => {
    const kind = words.includes('--resume') ? 'resume' : (words[0] ?? '');
    const script = path.join(root, 'apps/node-train/src/index.ts');
    const args = [...onSources, script, ...words, ...(short[kind] ?? []), '--backend', 'wasm'];
    const { exitCode, stderr } = await runProgram(process.execPath, args, { cwd: project.folder });
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  test.each(['runs/mine/report.html', 'out/drawing.png', 'runs/mine/model.int8.safetensors'])(
    'they have written %s',
    (file) => {
      expect(existsSync(path.join(project.folder, file))).toBe(true);
    },
  );
});
