import { expect, test } from '@jest/globals';
import { printable, printableJson } from './print.ts';

test('a name from an archive cannot send escape sequences to the terminal, and stays readable', () => {
  expect(printable('a\x1b[2J\x07\u202egnp.\u009b1m\r\tnée\n')).toBe(
    'a\\u{1b}[2J\\u{7}\\u{202e}gnp.\\u{9b}1m\\u{d}\\u{9}née\n',
  );
});

test('the same in JSON stays JSON, with the same values', () => {
  const value = { folder: '/home/\x1b[2J\u202e\u009b\u{e0041}né', list: ['a\nb'] };
  const text = printableJson(value, 2);
  expect(text).toContain('/home/\\u001b[2J\\u202e\\u009b\\udb40\\udc41né');
  expect(JSON.parse(text)).toEqual(value);
});
