import { expect, test } from '@jest/globals';
import { encodeSafetensorsToBytes } from './encode-safetensors.ts';
import { parseSafetensors } from './parse-safetensors.ts';
import { SafetensorsError } from './safetensors-error.ts';
import type { EntryToWrite } from './write-header.ts';
import { createXxh32 } from './xxh32.ts';

const METADATA = { step: '40', plan: '{"é":[1]}' };
const entry = (name: string, dtype: 'F32' | 'U8', values: number[]): EntryToWrite => ({
  name,
  dtype,
  shape: [values.length],
  read: () => (dtype === 'F32' ? new Uint8Array(Float32Array.from(values).buffer) : Uint8Array.from(values)),
});
const ENTRIES = [entry('m', 'F32', [0.05, -1, 0]), entry('w', 'U8', [1, 2, 3]), entry('none', 'F32', [])];
const plain = () => encodeSafetensorsToBytes(ENTRIES, METADATA);
const checked = () => encodeSafetensorsToBytes(ENTRIES, METADATA, { check: true });

/** Whether both hold the same names, dtypes, shapes, bytes and texts. */
function sameContent(one: Uint8Array, other: ReturnType<typeof parseSafetensors>): boolean {
  const plainly = ({ tensors, metadata }: typeof other) =>
    JSON.stringify([
      [...tensors].map(([name, { dtype, shape, data }]) => [name, dtype, shape, [...data]]).sort(),
      Object.entries(metadata).sort(),
    ]);
  return plainly(parseSafetensors(one)) === plainly(other);
}

test('a file with a check holds what the one without holds, and its bytes are told by its content alone', async () => {
  const file = parseSafetensors(await checked());
  expect(sameContent(await plain(), file)).toBe(true);
  expect(await checked()).toEqual(await encodeSafetensorsToBytes([...ENTRIES].reverse(), METADATA, { check: true }));
  // Written again from what was read, with or without the old check among the texts.
  expect(await encodeSafetensorsToBytes(ENTRIES, { ...file.metadata }, { check: true })).toEqual(await checked());
  expect(await encodeSafetensorsToBytes(ENTRIES, { ...METADATA, check: 'xxh32:00000000' }, { check: true })).toEqual(
    await checked(),
  );
});

test('the check is the XXH32 of the file without it', async () => {
  const hash = createXxh32();
  hash.add(await plain());
  const text = Buffer.from(await checked()).toString('latin1');
  expect(text).toContain(`"check":"xxh32:${hash.digest().toString(16).padStart(8, '0')}"`);
});

test('no flipped bit anywhere in a file with a check is read as other content', async () => {
  const file = await checked();
  const content = parseSafetensors(file);
  const codes = new Map<string, number>();
  for (let bit = 0; bit < 8 * file.length; bit++) {
    const flipped = file.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    try {
      parseSafetensors(flipped);
      if (!sameContent(flipped, content)) throw new Error(`Bit ${bit} was read as other content.`);
    } catch (error) {
      if (!(error instanceof SafetensorsError)) throw error;
      codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
    }
  }
  expect(codes.get('check')).toBeGreaterThan(8 * 15); // all bits of the data, and many of the header
});

test('a file that another program wrote in another order keeps its check', async () => {
  const bytes = Buffer.from(await checked());
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
  const reordered = Buffer.alloc(length, ' ');
  reordered.write(JSON.stringify(Object.fromEntries(Object.entries(header).reverse())));
  const other = Buffer.concat([bytes.subarray(0, 8), reordered, bytes.subarray(8 + length)]);
  expect(other).not.toEqual(bytes);
  expect(sameContent(other, parseSafetensors(bytes))).toBe(true);
});

test('a tensor that gives other bytes when it is read again is found by whoever reads the file', async () => {
  let reads = 0;
  const unsteady: EntryToWrite = { name: 'w', dtype: 'U8', shape: [1], read: () => Uint8Array.of(reads++) };
  const bytes = await encodeSafetensorsToBytes([unsteady], {}, { check: true });
  expect(() => parseSafetensors(bytes)).toThrow(
    /^safetensors file: expected content whose checksum is "xxh32:[0-9a-f]{8}", got "xxh32:[0-9a-f]{8}"\. The file is damaged/,
  );
});
