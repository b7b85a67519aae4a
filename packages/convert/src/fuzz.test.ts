import { expect, test } from '@jest/globals';
import { readForeignFile } from '@pix2pix-ts/reference';
import { ConvertError, convertDiscriminator, convertGenerator } from './index.ts';
import { unpickle } from './pickle/unpickle.ts';
import { torchFormat } from './pytorch/torch-values.ts';
import { readStoredZip } from './stored-zip.ts';

/** Numbers that repeat (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let h = Math.imul(state ^ (state >>> 15), state | 1);
    h ^= h + Math.imul(h ^ (h >>> 7), h | 61);
    return ((h ^ (h >>> 14)) >>> 0) % below;
  };
}

/** One to four bytes that are other ones, bytes that are left out or come twice, or an end too soon. */
function mutated(file: Uint8Array, draw: (below: number) => number): Uint8Array {
  const at = draw(file.length);
  const kind = draw(8);
  if (kind === 0) return file.slice(0, at);
  if (kind === 1) return Uint8Array.from([...file.subarray(0, at), ...file.subarray(at + 1 + draw(8))]);
  if (kind === 2) return Uint8Array.from([...file.subarray(0, at), ...file.subarray(Math.max(0, at - draw(40)))]);
  const bytes = file.slice();
  for (let i = draw(4); i >= 0; i--) bytes[draw(file.length)] = draw(3) ? draw(256) : 0xff;
  return bytes;
}

/** How many were refused; anything but a ConvertError is thrown on. */
function refusedOf(file: Uint8Array, count: number, read: (bytes: Uint8Array) => void): number {
  const draw = random(count);
  let refused = 0;
  for (let i = 0; i < count; i++) {
    try {
      read(mutated(file, draw));
    } catch (error) {
      if (!(error instanceof ConvertError)) throw error;
      refused++;
    }
  }
  return refused;
}

const file = readForeignFile('junyanz-pixel-instance.pth');
const readAll = (bytes: Uint8Array) => {
  for (const { values } of convertDiscriminator(bytes).tensors) values();
};

test('3,000 mutated archives are converted or refused in a line', () => {
  expect(refusedOf(file, 3000, readAll)).toBeGreaterThan(2000); // their CRC-32 sees nearly all
});

test('3,000 mutated files in the older format are converted or refused in a line', () => {
  const older = readForeignFile('older-stream.pth');
  const begin = older.subarray(0, 4096); // the pickles are at its head, and at its end nothing but values
  const refused = refusedOf(begin, 3000, (head) => {
    const bytes = new Uint8Array(head.length + older.length - begin.length);
    bytes.set(head);
    bytes.set(older.subarray(begin.length), head.length);
    convertGenerator(bytes);
  });
  expect(refused).toBeGreaterThan(500);
});

test('30,000 mutated pickles are read or refused in a line', () => {
  const pickle = readStoredZip(file).get('junyanz-pixel-instance/data.pkl') as Uint8Array;
  const format = torchFormat((_key, kind, count) => ({ kind, count, bytes: () => new Uint8Array(0) }));
  const refused = refusedOf(pickle, 30_000, (bytes) => unpickle(bytes, format));
  expect(refused).toBeGreaterThan(9000);
  expect(refused).toBeLessThan(30_000);
});
