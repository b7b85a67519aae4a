import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { FlagValue } from './flag-values.ts';

/** One flag of a command: all that the parser, the help, the README, a resume and the shell's completion know of it. */
export type OptionRow = {
  /** Its name and value as the help shows them: `--batch <n>`, `--skip-bad`. */
  readonly flag: `--${string}`;
  /** Its line in the help. */
  readonly help: string;
  /** What the README says of it, where that is more. */
  readonly about?: string;
  /** Reads its value, which is the text itself unless given. */
  readonly read?: FlagValue<unknown>;
  /** Its value where it is not given. */
  readonly default?: unknown;
  /** What stands for its value where it is given without one, as `--live [port]` may be. */
  readonly alone?: string;
  /** Whether the command cannot do without it. */
  readonly required?: true;
  /** Whether it decides what a run computes, so that a resume refuses it. */
  readonly fixed?: true;
};

/** `max-time` of `--max-time <time>`, `flip` of `--no-flip`. */
type NameIn<Flag extends string> = Flag extends `--no-${infer Name}`
  ? Name
  : Flag extends `--${infer Name} ${string}`
    ? Name
    : Flag extends `--${infer Name}`
      ? Name
      : never;

type CamelCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

type KeyOf<Row extends OptionRow> = CamelCase<NameIn<Row['flag']>>;

type ValueOf<Row extends OptionRow> = Row extends { read: FlagValue<infer Value> }
  ? Value
  : Row['flag'] extends `${string}...>`
    ? string[]
    : Row['flag'] extends `${string}<${string}`
      ? string
      : boolean;

type Given = { required: true } | { default: unknown };

/** What a command is asked for by these flags; what was not given and has no default is undefined. */
export type FlagsOf<Rows extends readonly OptionRow[]> = {
  readonly [Row in Extract<Rows[number], Given> as KeyOf<Row>]: ValueOf<Row>;
} & {
  readonly [Row in Exclude<Rows[number], Given> as KeyOf<Row>]?: ValueOf<Row> | undefined;
};

/** Gives a command these flags; their values are of type `FlagsOf`. */
export function addOptions(command: CommandUnknownOpts, rows: readonly OptionRow[]): void {
  for (const row of rows) command.addOption(optionOf(row));
}

function optionOf({ flag, help, read, required, alone, default: value }: OptionRow): Option {
  const option = new Option(flag, help).makeOptionMandatory(required === true);
  if (value !== undefined) option.default(value);
  if (alone !== undefined) option.preset(alone);
  if (read) {
    option.argParser((text: string) => read(text, nameOf(flag)));
    if (read.words) option.argChoices = [...read.words]; // for the completion: `read` refuses others in a better line
  }
  return option;
}

/** `--max-time` of `--max-time <time>`. */
export function nameOf(flag: OptionRow['flag']): string {
  return flag.split(' ')[0] as string;
}

/** `maxTime` of `--max-time <time>`: under which name a command's action gets the value. */
export function keyOf(flag: OptionRow['flag']): string {
  return nameOf(flag)
    .replace(/^--(no-)?/, '')
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The flags as a table of the README. */
export function flagTable(rows: readonly OptionRow[]): string {
  const lines = rows.map(({ flag, help, about = help, read, default: value }) => {
    const [name, placeholder = ''] = flag.split(' ');
    const words = read?.words?.join('\\|') ?? placeholder.replace(/[<>]/g, '').toUpperCase().replace('|', '\\|');
    const isTold = value === undefined || value === false;
    return `| \`${name}${words && ` ${words}`}\` | ${about}${isTold ? '' : ` (${value})`} |`;
  });
  return ['| flag | is |', '|---|---|', ...lines].join('\n');
}
