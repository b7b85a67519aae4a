import { expect, test } from '@jest/globals';
import { shownText } from './shown-text.ts';

test('text is cut after whole characters, and a text of any length costs no more', () => {
  expect(shownText('kind 👩‍🎨', 20)).toBe('kind 👩‍🎨');
  expect(shownText('abcdef', 6)).toBe('abcdef');
  expect(shownText('abcdefg', 6)).toBe('abcde…');
  expect(shownText('👩'.repeat(7), 6)).toBe(`${'👩'.repeat(5)}…`);
  expect(shownText('x'.repeat(1e8), 6)).toBe('xxxxx…');
});

test('lines, escapes and marks that turn the text around are shown as such', () => {
  const turned = `a${String.fromCodePoint(0x202e)}b${String.fromCodePoint(0x2066)}c`;
  expect(shownText(`${turned}\n\u001b[31m\u2028\ud800`, 60)).toBe('a\ufffdb\ufffdc\ufffd\ufffd[31m\ufffd\ufffd');
  expect(shownText('<b>bold</b>', 60)).toBe('<b>bold</b>');
});
