import { expect, test } from '@jest/globals';
import { printableJson, printableLine } from './printable.ts';

const HOSTILE = [
  '\x1b[2J',
  '\x07',
  '\r',
  '\t',
  '\x7f',
  '\x9b31m',
  '\u200b',
  '\u202e',
  '\u2066',
  '\u2028',
  '\ufeff',
  '\ud800',
  '\u{e0041}',
];
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

test.each(HOSTILE)('a terminal does not act on %j', (text) => {
  expect(printableLine(`a${text}b`)).not.toMatch(UNSEEN);
  expect(printableLine(`a${text}b`)).toMatch(/^a\\u\{[0-9a-f]+\}.*b$/);
  expect(printableJson({ [text]: text })).not.toMatch(UNSEEN);
  expect(JSON.parse(printableJson({ [text]: text }))).toEqual({ [text]: text });
});

test('what people write stays as it is', () => {
  const text = 'é ü 日本 Привет 😀 "quoted" \\n';
  expect(printableLine(text)).toBe(text);
});

test('a line stays one line, and keeps the beginning and the end of an endless name', () => {
  const line = printableLine(`Expected ${'x'.repeat(1e6)}\nfoo. Correct it.`);
  expect(line).toMatch(/^Expected x+ \.\.\. x+ foo\. Correct it\.$/);
  expect(line.length).toBeLessThan(2100);
  expect(printableLine('\x1b'.repeat(1e6)).length).toBeLessThan(2100);
});
