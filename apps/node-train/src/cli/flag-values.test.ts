import { describe, expect, test } from '@jest/globals';
import {
  choice,
  decimalNumber,
  dropoutChoice,
  duration,
  imageSize,
  presetChoice,
  wholeNumber,
  wordList,
} from './flag-values.ts';

describe('the value of a flag', () => {
  test.each([
    ['90s', 90],
    ['5m', 300],
    ['1h', 3600],
    ['1h30m', 5400],
    ['1.5m', 90],
  ])('%s is a time of %d seconds', (text, seconds) => {
    expect(duration(text, '--max-time')).toBe(seconds);
  });

  test.each(['', '5', '5 m', '5d', '-5m', '0s', 'm5', '5m!'])("'%s' is not a time", (text) => {
    expect(() => duration(text, '--max-time')).toThrow('Write it as 90s, 5m, 1h or 1h30m.');
  });

  test.each(['', '0', '-1', '1.5', '1e3', 'x', '0x10'])("'%s' is not a whole number of at least 1", (text) => {
    expect(() => wholeNumber()(text, '--steps')).toThrow(/^Expected --steps to be a whole number of at least 1, got '/);
  });

  test('a whole number may have bounds', () => {
    expect(wholeNumber(8, 1024)('1024', '--size')).toBe(1024);
    expect(wholeNumber(0)('0', '--seed')).toBe(0);
    expect(() => wholeNumber(8, 1024)('7', '--size')).toThrow("from 8 to 1024, got '7'");
  });

  test('a decimal number may be written as 2e-4, and is finite', () => {
    expect(decimalNumber({ above: true })('2e-4', '--lr')).toBe(2e-4);
    for (const text of ['', '0', 'Infinity', 'NaN', 'fast'])
      expect(() => decimalNumber({ above: true })(text, '--lr')).toThrow('a number above 0');
    expect(decimalNumber()('0', '--lambda')).toBe(0);
  });

  test('a choice suggests the nearest word', () => {
    const backend = choice(['auto', 'wasm', 'cpu']);
    expect(backend('wasm', '--backend')).toBe('wasm');
    expect(() => backend('wsam', '--backend')).toThrow("got 'wsam'. Did you mean wasm?");
    expect(() => backend('tensorflow', '--backend')).toThrow('Use one of these.');
  });

  test('the preset may also be called seed, as in the first release', () => {
    expect(['pytorch-gan', 'seed', 'fast'].map((text) => presetChoice(text, '--preset'))).toEqual([
      'pytorch-gan',
      'pytorch-gan',
      'fast',
    ]);
    expect(() => presetChoice('sed', '--preset')).toThrow(
      "Expected --preset to be one of pytorch-gan, junyanz, affinelayer, fast, got 'sed'.",
    );
  });

  test('sizes are those the networks take, lists have commas, dropout is off or a seed', () => {
    expect(['256', '256x128', '64×96', '64x64'].map((text) => imageSize(text, '--size'))).toEqual([
      256,
      { width: 256, height: 128 },
      { width: 64, height: 96 },
      64,
    ]);
    for (const text of ['200', '256x', 'x128', '256x128x3', '-256x128', '2.5x8'])
      expect(() => imageSize(text, '--size')).toThrow(
        `32, 64, 128, 256, 512, 1024, or a width and a height such as 256x128, got '${text}'. Use one of these.`,
      );
    expect(wordList('a, b,,c')).toEqual(['a', 'b', 'c']);
    expect([dropoutChoice('off'), dropoutChoice('7')]).toEqual(['off', 7]);
    expect(() => dropoutChoice('on')).toThrow("off or a seed, got 'on'");
  });
});
