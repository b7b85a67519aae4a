/**
 * The value of a JSON file's text; the byte-order mark that some editors write first is no part of it.
 *
 * @throws SyntaxError where it is no JSON
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}
