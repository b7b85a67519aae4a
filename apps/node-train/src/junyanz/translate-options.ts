import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { keyOf, nameOf, type OptionRow } from '../cli/options.ts';
import type { ForeignOption, Given, Meaning } from './meaning.ts';

/** What options of another code base come to here. */
export type Translated = {
  /** Values of our flags, by their keys. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** Values of a configuration for which there is no flag. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What is said about them. */
  readonly lines: readonly string[];
};

type Values = Record<string, unknown>;

/** Makes a command take these options, in addition to its own; the help does not list them. */
export function addForeignOptions(command: CommandUnknownOpts, options: readonly ForeignOption[]): void {
  const own = new Set(command.options.map(({ long }) => long));
  for (const { names, takesValue = true } of options)
    for (const name of names)
      if (!own.has(name)) command.addOption(new Option(takesValue ? `${name} <value>` : name).hideHelp());
}

/**
 * Those of these options that were typed, with those that our own flags share with them, such as `--lr`; nothing where only ours
 * were.
 */
export function givenOf(command: CommandUnknownOpts, options: readonly ForeignOption[]): Given {
  const values = command.opts() as Values;
  const hidden = new Set(command.options.filter((option) => option.hidden).map(({ long }) => long));
  const typed = options.flatMap(({ names }) => {
    const name = names.find((one) => values[keyOf(one)] !== undefined);
    return name === undefined ? [] : [{ first: names[0], name, value: values[keyOf(name)] }];
  });
  if (!typed.some(({ name }) => hidden.has(name))) return {};
  return Object.fromEntries(typed.map(({ first, value }) => [first, value === true ? true : String(value)]));
}

/**
 * What the options that were typed come to, each with a line that says ours.
 *
 * @param rows our flags, whose values are read as if they had been typed
 * @throws UsageError of one line where nothing here gives the same result
 */
export function translateOptions(
  given: Given,
  options: readonly ForeignOption[],
  rows: readonly OptionRow[],
): Translated {
  const [flags, config]: [Values, Values] = [{}, {}];
  const [lines, left]: [string[], string[]] = [[], []];
  for (const { names, takesValue = true, is } of options) {
    const text = given[names[0]];
    if (text === undefined) continue;
    const meaning = is(String(text), given);
    const typed = takesValue ? `${names[0]} ${text}` : names[0];
    Object.assign(flags, valuesOf(meaning.flags ?? [], rows, names[0]));
    mergeInto(config, meaning.config ?? {});
    if (meaning.ignored !== undefined) left.push(names[0] + (meaning.ignored && ` (${meaning.ignored})`));
    const ours = inWords(meaning);
    if (ours && ours !== typed) lines.push(`${typed} is ${ours} here${meaning.but ? `, ${meaning.but}` : ''}.`);
  }
  if (left.length > 0) lines.push(`Without effect here: ${left.join(', ')}.`);
  return { flags, config, lines };
}

/** `--size 256`, or what a file of `--config` would hold. */
function inWords({ flags = [], config }: Meaning): string {
  const ofFile = config ? [`${JSON.stringify(config)} in a file of --config`] : [];
  return [...(flags.length > 0 ? [flags.join(' ')] : []), ...ofFile].join(' and ');
}

/** The values of our flags as they were written; what is wrong with one is told by the name that was typed. */
function valuesOf(words: readonly string[], rows: readonly OptionRow[], typed: string): Values {
  const values: Values = {};
  for (let at = 0; at < words.length; at++) {
    const row = rows.find(({ flag }) => nameOf(flag) === words[at]) as OptionRow;
    const { flag, read } = row;
    if (!flag.includes('<')) values[keyOf(flag)] = !flag.startsWith('--no-');
    else {
      const text = words[++at] as string;
      values[keyOf(flag)] = read ? read(text, typed) : text;
    }
  }
  return values;
}

/** Options may each give a part of a network. */
function mergeInto(values: Values, more: Readonly<Values>): void {
  for (const [key, value] of Object.entries(more)) {
    const there = values[key];
    if (isRecord(there) && isRecord(value)) mergeInto(there, value);
    else values[key] = isRecord(value) ? { ...value } : value;
  }
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
