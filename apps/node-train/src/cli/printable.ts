/** What a terminal acts on, shows nowhere, or lets reorder a line: control and format characters, but no line feed. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Longer lines hold text of a stranger that nobody reads. */
const LONGEST = 2000;

/** Text that may hold names from strangers, with its line feeds, as it may reach a terminal: what is unseen as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}

/** {@link printable} on one line that is not endless; its end, which says what to do, is kept. */
export function printableLine(text: string): string {
  const line = printable(text.replaceAll('\n', ' '));
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 300)} ... ${line.slice(-300)}` : line;
}

/** JSON whose strings a terminal shows as they are: the same values, more of their characters escaped. */
export function printableJson(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(UNSEEN, (character) => character.split('').map(escaped).join(''));
}
