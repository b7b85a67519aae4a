import { expect, test } from '@jest/globals';
import { printableJson, printableLine, printableText } from './printable.ts';

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

test('text and indented JSON keep their line feeds, and nothing else that a terminal acts on', () => {
  expect(printableText('a\x1b[2J\x07\u202egnp.\u009b1m\r\tnée\n')).toBe(
    'a\\u{1b}[2J\\u{7}\\u{202e}gnp.\\u{9b}1m\\u{d}\\u{9}née\n',
  );
  const value = { folder: '/home/\x1b[2J\u202e\u009b\u{e0041}né', list: ['a\nb'] };
  const text = printableJson(value, 2);
  expect(text).toContain('\n  "folder": "/home/\\u001b[2J\\u202e\\u009b\\udb40\\udc41né');
  expect(JSON.parse(text)).toEqual(value);
});

test('a line stays one line, and keeps the beginning and the end of an endless name', () => {
  const line = printableLine(`Expected ${'x'.repeat(1e6)}\nfoo. Correct it.`);
  expect(line).toMatch(/^Expected x+ \.\.\. x+ foo\. Correct it\.$/);
  expect(line.length).toBeLessThan(2100);
  expect(printableLine('\x1b'.repeat(1e6)).length).toBeLessThan(2100);
});
