import { expect, test } from '@jest/globals';
import { parseJson } from './parse-json.ts';

test.each([
  ['with a byte-order mark', '\uFEFF{"a":1}'],
  ['with the line ends of Windows', '{\r\n  "a": 1\r\n}\r\n'],
  ['with a mark and the line ends of Windows', '\uFEFF{"a":1}\r\n'],
  ['with a key twice, of which the last counts', '{"a":0,"a":1}'],
])('JSON %s is read', (_, text) => {
  expect(parseJson(text)).toEqual({ a: 1 });
});

test('a key __proto__ is like any other and changes no object', () => {
  const value = parseJson('{"__proto__":{"steps":9}}') as Record<string, unknown>;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect(value.steps).toBeUndefined();
  expect(({} as Record<string, unknown>).steps).toBeUndefined();
});

test.each([
  ['with a mark', Buffer.from('\uFEFF{"a":1}', 'utf16le')],
  ['without one', Buffer.from('{"a":1}', 'utf16le')],
  ['of the other byte order', Buffer.from('\uFEFF{"a":1}', 'utf16le').swap16()],
])('JSON in UTF-16 %s is refused by that name', (_, bytes) => {
  expect(() => parseJson(String(bytes))).toThrow('it is UTF-16 or not text; save it as UTF-8');
});

test('JSON that is nested too deep for its reader is refused, and brackets in its strings do not count', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect(() => parseJson(nested(101))).toThrow('it is nested more than 100 levels deep');
  expect(() => parseJson('{"a":'.repeat(1e6))).toThrow('it is nested more than 100 levels deep');
  expect(JSON.stringify(parseJson(nested(100)))).toBe(nested(100));
  const flat = [`"${'['.repeat(200)}`, '[[', ...Array(300).fill([])];
  expect(parseJson(JSON.stringify(flat))).toEqual(flat);
});

test.each(['', '\uFEFF', '\uFEFF\uFEFF{}', '{"a":1'])('what is not JSON (%j) is refused', (text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ name: 'SyntaxError' }));
});
