/**
 * The value of a JSON file's text, read as UTF-8 (RFC 8259, section 8.1); the byte-order mark that some editors write first is no part
 * of it. A key that stands twice has its last value, and `__proto__` is a key like any other.
 *
 * @throws SyntaxError of one line where it is no JSON, also where it is JSON in UTF-16
 */
export function parseJson(text: string): unknown {
  // Read as UTF-8, each second character of what is UTF-16 is NUL, which JSON never holds.
  if (text.includes('\0')) throw new SyntaxError('it is UTF-16 or no text; save it as UTF-8');
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}
