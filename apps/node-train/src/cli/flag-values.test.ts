import { describe, expect, test } from '@jest/globals';
import { choice, decimalNumber, dropoutChoice, duration, imageSize, wholeNumber, wordList } from './flag-values.ts';

describe('the value of a flag', () => {
  test.each([
    ['90s', 90],
    ['5m', 300],
    ['1h', 3600],
    ['1h30m', 5400],
    ['1.5m', 90],
  ])('%s is a time of %d seconds', (text, seconds) => {
    expect(duration('--max-time')(text)).toBe(seconds);
  });

  test.each(['', '5', '5 m', '5d', '-5m', '0s', 'm5', '5m!'])("'%s' is no time", (text) => {
    expect(() => duration('--max-time')(text)).toThrow('Give it as 90s, 5m, 1h or 1h30m.');
  });

  test.each(['', '0', '-1', '1.5', '1e3', 'x', '0x10'])("'%s' is no whole number from 1", (text) => {
    expect(() => wholeNumber('--steps')(text)).toThrow(/^Expected --steps as a whole number of at least 1, got '/);
  });

  test('a whole number may have bounds', () => {
    expect(wholeNumber('--size', 8, 1024)('1024')).toBe(1024);
    expect(wholeNumber('--seed', 0)('0')).toBe(0);
    expect(() => wholeNumber('--size', 8, 1024)('7')).toThrow("from 8 to 1024, got '7'");
  });

  test('a decimal number may be written as 2e-4, and is finite', () => {
    expect(decimalNumber('--lr', { above: true })('2e-4')).toBe(2e-4);
    for (const text of ['', '0', 'Infinity', 'NaN', 'fast'])
      expect(() => decimalNumber('--lr', { above: true })(text)).toThrow('a number above 0');
    expect(decimalNumber('--lambda')('0')).toBe(0);
  });

  test('a choice suggests the nearest word', () => {
    const backend = choice('--backend', ['auto', 'wasm', 'cpu']);
    expect(backend('wasm')).toBe('wasm');
    expect(() => backend('wsam')).toThrow("got 'wsam'. Did you mean wasm?");
    expect(() => backend('tensorflow')).toThrow('Take one of these.');
  });

  test('sizes are those the networks take, lists have commas, dropout is off or a seed', () => {
    expect(imageSize('--size')('256')).toBe(256);
    expect(() => imageSize('--size')('200')).toThrow("32, 64, 128, 256, 512, 1024, got '200'");
    expect(wordList('a, b,,c')).toEqual(['a', 'b', 'c']);
    expect([dropoutChoice('off'), dropoutChoice('7')]).toEqual(['off', 7]);
    expect(() => dropoutChoice('on')).toThrow("off or a seed, got 'on'");
  });
});
