import { expect, test } from '@jest/globals';
import { FileError, StoppedError, UsageError } from '@pix2pix-ts/common/node';
import { DataError } from '@pix2pix-ts/data';
import { NonFiniteError } from '@pix2pix-ts/trainer';
import { EXIT, exitCodeOf } from './exit-codes.ts';

/** An error of the system, of this realm or not. */
function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

test.each([
  [new UsageError('x'), 2],
  [new DataError('x'), 2],
  [new RangeError('Expected a size, got none. Give one.'), 2],
  [new RangeError('Maximum call stack size exceeded'), 1],
  [new FileError('read', 'x', systemError('ENOENT')), 2],
  [new FileError('write', 'x', systemError('ENOSPC')), 1],
  [new NonFiniteError('losses', 3, ['a.png']), 3],
  [new StoppedError('SIGINT'), 130],
  [new StoppedError('SIGTERM'), 143],
  [new Error('x'), 1],
  ['no error at all', 1],
])('%s ends the process with %d', (error, exitCode) => {
  expect(exitCodeOf(error)).toBe(exitCode);
});

test('0 is for what is done', () => {
  expect(Object.values(EXIT)).toEqual([0, 1, 2, 3]);
});
