/** What a terminal acts on, shows nowhere, or lets reorder a line: control and format characters, but no line feed. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

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
  return shortened(printableText(shortened(text).replaceAll('\n', ' ')));
}

/** The same of text with line feeds, which stay, and of any length. */
export function printableText(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}

/**
 * JSON whose strings a terminal shows as they are: the same values, more of their characters escaped.
 *
 * @param indentation spaces a level. @default none, on one line
 */
export function printableJson(value: unknown, indentation?: number): string {
  const units = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const text = JSON.stringify(value, null, indentation);
  return text.replace(UNSEEN, (character) => character.split('').map(units).join(''));
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - END)} ... ${text.slice(-END)}` : text;
}
