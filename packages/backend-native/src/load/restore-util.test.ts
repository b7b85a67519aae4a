import { expect, test } from '@jest/globals';
import { restoreUtil } from './restore-util.ts';

test('what newer Node removed is there again', () => {
  const util: { isNullOrUndefined?(value: unknown): boolean; isArray?(value: unknown): boolean } = {};
  restoreUtil(util);
  expect([null, undefined, 0, ''].map((value) => util.isNullOrUndefined?.(value))).toEqual([true, true, false, false]);
  expect([[], 'a'].map((value) => util.isArray?.(value))).toEqual([true, false]);
});
