/** Deeper values are an attack on whatever walks through them, function by function. */
const DEEPEST = 100;

/**
 * The value of a JSON file's text, read as UTF-8 (RFC 8259, section 8.1); the byte-order mark that some editors write first is no part
 * of it. A duplicate key has its last value, and `__proto__` is a key like any other.
 *
 * @throws SyntaxError of one line where it is not JSON, also where it is JSON in UTF-16 or nested too deeply to be meant
 */
export function parseJson(text: string): unknown {
  // Read as UTF-8, each second character of what is UTF-16 is NUL, which JSON never holds.
  if (text.includes('\0')) throw new SyntaxError('it is UTF-16 or not text; save it as UTF-8');
  if (isDeep(text)) throw new SyntaxError(`it is nested more than ${DEEPEST} levels deep`);
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}

/** Counts brackets outside of strings. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{\]}]/gs)) {
    if (bracket === '[' || bracket === '{') depth++;
    else if (bracket === ']' || bracket === '}') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}
