/** A command as a shell completes it. */
export type CompletedCommand = {
  /** Its words after the program's name: `prepare openmoji`. */
  readonly path: readonly string[];
  readonly help: string;
  readonly flags: readonly CompletedFlag[];
};

type CompletedFlag = {
  /** `--preset` */
  readonly name: string;
  readonly help: string;
  /** The words that its value may be; empty where it is any text, and files are offered. */
  readonly words: readonly string[];
  readonly takesValue: boolean;
};

/** The program, as it is typed. */
const PROGRAM = 'pix2pix';

/** What each shell reads to complete the program's commands, flags and words. */
export const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

function bashScript(commands: readonly CompletedCommand[]): string {
  return `# ${PROGRAM} completion bash: put  source <(${PROGRAM} completion bash)  into ~/.bashrc.
${bashFunction(commands)}
complete -o default -F _${PROGRAM} ${PROGRAM}`;
}

/** zsh has what it takes to run bash's. */
function zshScript(commands: readonly CompletedCommand[]): string {
  return `# ${PROGRAM} completion zsh: put  source <(${PROGRAM} completion zsh)  into ~/.zshrc, after compinit.
autoload -U +X bashcompinit && bashcompinit
${bashFunction(commands)}
complete -o default -F _${PROGRAM} ${PROGRAM}`;
}

/** Offers nothing where files are wanted: `-o default` offers those then. */
function bashFunction(commands: readonly CompletedCommand[]): string {
  const paths = commands.map(({ path }) => path.join(' '));
  const flagLines = commands.map(({ path, flags }) => `    '${path.join(' ')}') flags="${namesOf(flags)}" ;;`);
  const wordLines = commands.flatMap(({ path, flags }) =>
    flags
      .filter(({ takesValue }) => takesValue)
      .map(({ name, words }) => `    '${path.join(' ')} ${name}') words="${words.join(' ')}"; valued=1 ;;`),
  );
  return `_${PROGRAM}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path='' flags='' words='' valued='' word
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD-1))}"; do
    case "\${path:+$path }$word" in
    ${paths.map((path) => `'${path}'`).join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
    '') words="${topLevel(commands)}" ;;
${subcommandLines(commands).join('\n')}
${flagLines.join('\n')}
  esac
  case "$path $before" in
${wordLines.join('\n')}
  esac
  if [ -z "$valued" ]; then case "$current" in -*) words="$flags" ;; esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}`;
}

/** The commands that have commands of their own offer those. */
function subcommandLines(commands: readonly CompletedCommand[]): string[] {
  return commands.flatMap(({ path }) => {
    const below = commands.filter((other) => other.path.length === path.length + 1 && isBelow(other.path, path));
    if (below.length === 0) return [];
    return [`    '${path.join(' ')}') words="${below.map((other) => other.path.at(-1)).join(' ')}" ;;`];
  });
}

function isBelow(path: readonly string[], above: readonly string[]): boolean {
  return above.every((word, i) => path[i] === word);
}

function topLevel(commands: readonly CompletedCommand[]): string {
  return commands.flatMap(({ path }) => (path.length === 1 ? path : [])).join(' ');
}

function namesOf(flags: readonly CompletedFlag[]): string {
  return flags.map(({ name }) => name).join(' ');
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const quoted = (text: string) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
  const lines = commands.flatMap(({ path, help, flags }) => {
    const above = path.slice(0, -1);
    const name = path.at(-1) as string;
    const siblings = commands
      .filter((other) => other.path.length === path.length && isBelow(other.path, above))
      .map((other) => other.path.at(-1));
    const inside = above.length === 0 ? '__fish_use_subcommand' : seen(above);
    const where = above.length === 0 ? inside : `${inside}; and not __fish_seen_subcommand_from ${siblings.join(' ')}`;
    return [
      `complete -c ${PROGRAM} -n ${quoted(where)} -f -a ${name} -d ${quoted(help)}`,
      ...flags.map(({ name: flag, help: text, words, takesValue }) => {
        const value = words.length > 0 ? ` -x -a ${quoted(words.join(' '))}` : takesValue ? ' -r' : '';
        return `complete -c ${PROGRAM} -n ${quoted(seen(path))} -l ${flag.slice(2)}${value} -d ${quoted(text)}`;
      }),
    ];
  });
  return [`# ${PROGRAM} completion fish: save it as ~/.config/fish/completions/${PROGRAM}.fish.`, ...lines].join('\n');
}

function seen(path: readonly string[]): string {
  return path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
}
