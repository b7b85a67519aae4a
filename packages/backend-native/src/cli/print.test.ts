import { expect, test } from '@jest/globals';
import { printable } from './print.ts';

test('a name from an archive cannot speak to the terminal, and stays readable', () => {
  expect(printable('a\x1b[2J\x07\u202egnp.\u009b1m\r\tnée\n')).toBe(
    'a\\u{1b}[2J\\u{7}\\u{202e}gnp.\\u{9b}1m\\u{d}\\u{9}née\n',
  );
});
