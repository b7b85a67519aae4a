import { expect, test } from '@jest/globals';
import { emojiFamily, hasSkinTone } from './emoji-code.ts';

test('a skin tone is found wherever it is, in either case', () => {
  expect(['1F44B-1F3FB', '1f468-1f3ff-200d-1f692', '1F3FD'].map(hasSkinTone)).toEqual([true, true, true]);
  expect(['1F44B', '1F3FA', '1F3F4-200D-2620-FE0F', '1f600'].map(hasSkinTone)).toEqual([false, false, false, false]);
});

test('the variants of one emoji are a family', () => {
  expect(emojiFamily('1f44b')).toBe('1F44B');
  expect(emojiFamily('1F44B-1F3FB')).toBe('1F44B');
  const cooks = ['1F9D1-200D-1F373', '1F468-200D-1F373', '1F469-1F3FE-200D-1F373'];
  expect(new Set(cooks.map(emojiFamily)).size).toBe(1);
  expect(emojiFamily('1F600')).not.toBe(emojiFamily('1F601'));
});
