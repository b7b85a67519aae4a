import { expect, test } from '@jest/globals';
import { createArrivalCheck } from './check-arriving.ts';

/** A file whose one tensor has that many bytes, of which none are here. */
function headOf(dataBytes: number): Uint8Array {
  const header = Buffer.from(`{"a":{"dtype":"U8","shape":[${dataBytes}],"data_offsets":[0,${dataBytes}]}}`);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header]);
}

/** Checks pieces of that many bytes. */
function check(file: Uint8Array, size: number): void {
  const onPiece = createArrivalCheck();
  for (let at = 0; at < file.length; at += size) onPiece(file.subarray(at, at + size));
}

test.each([1, 7, 8, 9, 60, 1000])('a model passes in pieces of %i bytes, and one byte more does not', (size) => {
  const file = Buffer.concat([headOf(100), Buffer.alloc(100)]);
  expect(() => check(file, size)).not.toThrow();
  expect(() => check(Buffer.concat([file, Buffer.alloc(1)]), size)).toThrow(
    `Expected ${file.length} bytes, as the file's header says, got more. Fetch or save it again.`,
  );
});

test('what is not a model ends with its first bytes', () => {
  expect(() => createArrivalCheck()(new TextEncoder().encode('<!doctype html>'))).toThrow(
    /^safetensors file: expected a header/,
  );
  expect(() => createArrivalCheck()(new Uint8Array(64))).toThrow(/safetensors header/);
});

test('a header of more than a page can hold ends the fetch before its data comes', () => {
  expect(() => check(headOf(3e9), 1000)).toThrow(
    /^Expected a model of less than 2 GB, got 3\.0 GB according to its header\./,
  );
  expect(() => check(headOf(2e9), 1000)).not.toThrow();
});
