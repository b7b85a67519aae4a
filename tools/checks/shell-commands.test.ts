import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withoutPython } from '../../apps/node-train/src/junyanz/without-python.ts';
import { createProgram } from '../../apps/node-train/src/program.ts';
import { publicPackages } from '../release/src/packages.ts';
import { codeBlocks, guides } from './code-blocks.ts';
import { root } from './markdown-pages.ts';
import { commandsOf, shellCommands } from './shell-commands.ts';

const readJson = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const { scripts, packageManager } = readJson('package.json');
const published = publicPackages(root).map(({ manifest }) => manifest);

/** What the command line says against a command's flags and their values; it does nothing else. */
function refusalOf(words: readonly string[]): string | undefined {
  const program = createProgram();
  doNothing(program);
  try {
    program.parse([...withoutPython(words)], { from: 'user' });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Removes the actions; those of `prepare openmoji` and the like are one level below. */
function doNothing(program: ReturnType<typeof createProgram>): void {
  for (const command of program.commands)
    if (command.commands.length > 0) doNothing(command);
    else command.action(() => {});
}

const commandLines = [
  ...commandsOf('npx', '@pix2pix-ts/cli'),
  ...commandsOf('npm', 'run', 'pix2pix', '--'),
  ...commandsOf('pix2pix').filter(({ words: [first] }) => first !== '--'), // npm's, as above
].map(({ page, words }) => ({ page, words, line: words.join(' ') }));

describe('the command line accepts what a guide says to type', () => {
  test.each(commandLines)('$page: pix2pix $line', ({ words }) => {
    expect(refusalOf(words)).toBeUndefined();
  });

  test('and refuses a flag that it does not have, and a value out of range', () => {
    expect(commandLines.length).toBeGreaterThan(40);
    expect(refusalOf(['train', '--data', 'pairs', '--luck', '3'])).toContain('--luck');
    expect(refusalOf(['train', '--data', 'pairs', '--steps', 'many'])).toContain('--steps');
  });
});

test('every script that a guide runs is one of package.json', () => {
  const inText = guides.flatMap((page) =>
    [...readFileSync(path.join(root, page), 'utf8').matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(
      ([, name = '', short = '']) => ({ page, name: name || short }),
    ),
  );
  expect(inText.length).toBeGreaterThan(30);
  expect(inText.filter(({ name }) => !(name in scripts))).toEqual([]);
});

test('every package of ours that a guide installs is published, and so is every command that it runs by npx', () => {
  const names = published.map(({ name }) => name);
  const installed = shellCommands.filter(({ words: [npm, install] }) => npm === 'npm' && install === 'install');
  const ours = installed.flatMap(({ words }) => words.filter((word) => word.startsWith('@pix2pix-ts/')));
  expect(new Set(ours).size).toBeGreaterThan(10);
  expect(ours.filter((name) => !names.includes(name))).toEqual([]);

  const withCommands = published.flatMap(({ name, bin }) => (bin ? [name] : []));
  const byNpx = commandsOf('npx').flatMap(({ words: [name = ''] }) => (name.startsWith('@pix2pix-ts/') ? [name] : []));
  expect([...new Set(byNpx)].sort()).toEqual(withCommands.sort());
});

test('every example is started by a script that it has, with the pinned pnpm', () => {
  const starts = commandsOf('npx', '--yes', packageManager, '--dir').map(({ words: [folder = '', script = ''] }) => ({
    folder,
    isThere: script in readJson(`${folder}/package.json`).scripts,
  }));
  expect(starts).toHaveLength(7);
  expect(starts.filter(({ isThere }) => !isThere)).toEqual([]);
});

test('every block of code says its language, or is not code', () => {
  const languages = new Set(guides.flatMap(codeBlocks).map(({ language }) => language));
  const known = ['', 'dockerfile', 'html', 'http', 'js', 'json', 'mermaid', 'python', 'sh', 'ts', 'tsx', 'yaml'];
  expect([...languages].filter((language) => !known.includes(language))).toEqual([]);
});
