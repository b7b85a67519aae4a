import { type CodeBlock, codeBlocks, guides } from './code-blocks.ts';

/** A command in a guide, as the words that a shell makes of it. */
export type ShellCommand = { page: string; words: string[] };

/** The commands of the guides: the lines of shell blocks, and lists such as `[pix2pix, train]` in YAML. */
export const shellCommands: ShellCommand[] = guides.flatMap(codeBlocks).flatMap(({ page, language, code }) => {
  const lines = language === 'sh' ? linesOf(code) : language === 'yaml' ? listsOf(code) : [];
  return lines.map((words) => ({ page, words }));
});

/** The commands that begin, perhaps after others such as `mpirun -n 4`, with these words; without them. */
export function commandsOf(...beginning: string[]): ShellCommand[] {
  return shellCommands.flatMap(({ page, words }) => {
    // The value in `--model pix2pix`, an option of another code base, begins no command.
    const at = words.findIndex(
      (_, index) => words[index - 1] !== '--model' && beginning.every((word, offset) => words[index + offset] === word),
    );
    return at < 0 ? [] : [{ page, words: words.slice(at + beginning.length) }];
  });
}

function linesOf(code: CodeBlock['code']): string[][] {
  return code.replaceAll('\\\n', ' ').split('\n').flatMap(wordsOf);
}

/** A line's words; what is in quotes and is a command of its own, such as that of `sbatch --wrap`, is one more line. */
function wordsOf(line: string): string[][] {
  const words = (line.replace(/(^|\s)#.*/, '').match(/'[^']*'|"[^"]*"|[^\s]+/g) ?? []).map((word) =>
    // A variable is replaced by some number here.
    word.replace(/^(['"])(.*)\1$/, '$2').replace(/\$\w+/g, '1'),
  );
  const within = words.filter((word) => word.includes(' ')).flatMap(wordsOf);
  return words.length > 0 ? [words, ...within] : [];
}

function listsOf(code: CodeBlock['code']): string[][] {
  return [...code.matchAll(/\[([^\]]+)\]/g)].map(([, list = '']) =>
    list.split(', ').map((word) => word.replace(/^"(.*)"$/, '$1')),
  );
}
