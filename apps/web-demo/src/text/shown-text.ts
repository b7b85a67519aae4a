/**
 * Untrusted text (of a file, its name, a server) as it may appear in the page among the page's own words: on one line,
 * without characters that turn what stands around them, and of at most that many characters.
 */
export function shownText(text: string, most: number): string {
  // Cut first, so that a text of any length costs no more; then by characters, none of which is cut in two.
  const start = Array.from(text.slice(0, 2 * most + 2), (char) => char.replace(NOT_SHOWN, '\ufffd'));
  return start.length > most ? `${start.slice(0, most - 1).join('')}…` : start.join('');
}

const NOT_SHOWN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
