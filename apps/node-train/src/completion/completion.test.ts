import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { runPix2pix } from '../testing/run-pix2pix.ts';

let scripts: Record<string, string>;
beforeAll(async () => {
  const shells = ['bash', 'zsh', 'fish'];
  const results = await Promise.all(shells.map((shell) => runPix2pix(['completion', shell])));
  expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  scripts = Object.fromEntries(shells.map((shell, i) => [shell, results[i]?.stdout as string]));
});

/** What bash offers for a line, at its end. */
function offered(line: string): string[] {
  const words = line.split(' ');
  const program = [
    scripts.bash,
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_pix2pix',
    'IFS=,',
    `echo "$\{COMPREPLY[*]}"`,
  ];
  return execFileSync('bash', ['-c', program.join('\n')], { encoding: 'utf8' })
    .trim()
    .split(',');
}

describe('bash completes', () => {
  test.each([
    ['pix2pix tra', ['train', 'translate']],
    ['pix2pix prepare ', ['openmoji', 'fluent', 'planet', 'edges', 'grey', 'blur', 'mosaic', 'labels']],
    ['pix2pix train --pres', ['--preset']],
    ['pix2pix train --preset ', ['pytorch-gan', 'junyanz', 'affinelayer', 'fast']],
    ['pix2pix train --json --direction A', ['AtoB']],
    ['pix2pix --backend wasm evaluate --sp', ['--split']],
    ['pix2pix prepare openmoji --gr', ['--groups']],
    ['pix2pix export --to f', ['float16']],
    ['pix2pix completion ', ['']],
    ['pix2pix train --data ', ['']], // files, by `-o default`
    ['pix2pix translate --model x --out ', ['']],
  ])('%j by %j', (line, words) => {
    expect(offered(line)).toEqual(words);
  });
});

test("zsh takes bash's, and fish has a line for each command and flag", () => {
  expect(scripts.zsh).toContain('bashcompinit');
  // Where a length begins with a letter, as bash allows, zsh reads a modifier and fails.
  expect(scripts.zsh).not.toMatch(/\$\{\w+\[@\]:\d+:[A-Za-z]/);
  expect(scripts.fish).toContain(
    "complete -c pix2pix -n '__fish_seen_subcommand_from train' -l preset -x -a 'pytorch-gan junyanz affinelayer fast' -d 'pytorch-gan, junyanz, affinelayer or fast'",
  );
  expect(scripts.fish).toContain("complete -c pix2pix -n '__fish_use_subcommand' -f -a train -d ");
});

test('another shell is refused in one line', async () => {
  const { exitCode, stderr } = await runPix2pix(['completion', 'bsh']);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: "Expected the shell to be one of bash, zsh, fish, got 'bsh'. Did you mean bash?\n",
  });
});
