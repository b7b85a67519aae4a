import { describe, expect, test } from '@jest/globals';
import { createTable, nearestName } from './index.ts';

const norms = () => createTable('a norm', { instance: 1, batch: 2, none: 3 });

describe('a table', () => {
  test('gives the entries that it was made with and those that were added, by name', () => {
    const table = norms();
    table.add('layer', 4);
    expect(table.names).toEqual(['instance', 'batch', 'none', 'layer']);
    expect(['instance', 'layer'].map((name) => table.get(name))).toEqual([1, 4]);
    expect(['batch', 'bach', 'toString', 7, undefined].map((name) => table.has(name))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('suggests the nearest name where it does not have the one that is asked for', () => {
    expect(() => norms().get('Bacth')).toThrow(
      new RangeError('Expected a norm (instance, batch, none), got "Bacth". Did you mean \'batch\'?'),
    );
    expect(norms().complaint('spectral')).toBe('Expected a norm (instance, batch, none), got "spectral"');
    expect(norms().complaint(7)).toBe('Expected a norm (instance, batch, none), got 7');
  });

  test('keeps the meaning of a name that is taken', () => {
    expect(() => norms().add('batch', 9)).toThrow("Expected a new name for a norm, got 'batch', which is taken.");
  });
});

test.each([
  ['unte', 'unet'],
  ['resnt', 'resnet'],
  ['LSGAN', 'lsgan'],
  ['xyz', undefined],
  ['', undefined],
])('of unet, resnet and lsgan, the nearest to %j is %j', (typed, nearest) => {
  expect(nearestName(typed, ['unet', 'resnet', 'lsgan'])).toBe(nearest);
});
