/** What a terminal acts on, shows nowhere, or lets reorder a line: control and format characters, and what ends lines. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Longer lines hold untrusted text that nobody reads. */
const LONGEST = 2000;
/** Of such a line the end is kept too, which says what to do. */
const END = 300;

/**
 * Text that may hold untrusted names as it may reach a terminal: one line, with what is unseen as `\u{1b}`, and not
 * endless.
 */
export function printableLine(text: string): string {
  // Cut first, so that a text of any length costs no more; most of what is left of a name can still be escapes.
  return shortened(shortened(text).replaceAll('\n', ' ').replace(UNSEEN, escaped));
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - END)} ... ${text.slice(-END)}` : text;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}

/** JSON whose strings a terminal shows as they are: the same values, more of their characters escaped. */
export function printableJson(value: unknown): string {
  const units = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(UNSEEN, (character) => character.split('').map(units).join(''));
}
