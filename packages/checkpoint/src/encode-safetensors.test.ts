import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { byteLength, SAFETENSORS_DTYPES } from './dtypes.ts';
import { encodeSafetensors, encodeSafetensorsToBytes } from './encode-safetensors.ts';
import { parseSafetensors } from './parse-safetensors.ts';
import type { EntryToWrite } from './write-header.ts';

const entry = (name: string, data: Uint8Array, shape = [data.length]): EntryToWrite => ({
  name,
  dtype: 'U8',
  shape,
  read: () => data,
});

/** Unicode of every plane, the names that JavaScript's objects treat in their own way, and what JSON must escape. */
const unicode = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', '', '"\\\n\0', '0', '\u2028', '\uffee', '\u{1f600}'),
);
const tensors = fc.uniqueArray(
  fc.record({
    name: unicode.filter((name) => name !== '__metadata__'),
    dtype: fc.constantFrom(...SAFETENSORS_DTYPES),
    shape: fc.array(fc.nat({ max: 3 }), { maxLength: 4 }).map((shape) => [...shape, 4]), // complete bytes of F4 and F6
  }),
  { selector: ({ name }) => name, maxLength: 8 },
);
const metadata = fc.dictionary(unicode, unicode);

describe('encodeSafetensors', () => {
  test('writes what parseSafetensors reads, in any order the same bytes, aligned to 8', async () => {
    await fc.assert(
      fc.asyncProperty(tensors, metadata, fc.nat({ max: 255 }), async (plans, texts, seed) => {
        const entries = plans.map(({ name, dtype, shape }, index) => {
          const data = new Uint8Array(byteLength(name, dtype, shape)).map((_, at) => seed + at * (index + 1));
          return { name, dtype, shape, data, read: async () => data };
        });
        const bytes = await encodeSafetensorsToBytes(entries, texts);
        const file = parseSafetensors(bytes);
        expect({ ...file.metadata }).toEqual({ ...texts });
        expect(file.tensors.size).toBe(entries.length);
        for (const { name, dtype, shape, data } of entries)
          expect(file.tensors.get(name)).toEqual({ dtype, shape, data });
        expect(new DataView(bytes.buffer).getUint32(0, true) % 8).toBe(0);
        const shuffled = Object.fromEntries(Object.entries(texts).reverse());
        expect(await encodeSafetensorsToBytes(entries.reverse(), shuffled)).toEqual(bytes);
      }),
      { numRuns: 500 },
    );
  });

  test('has one tensor in memory at a time: the next is read when the one before was taken', async () => {
    const events: string[] = [];
    const lazy = (name: string): EntryToWrite => ({
      ...entry(name, Uint8Array.of(1)),
      read: async () => {
        events.push(`read ${name}`);
        return Uint8Array.of(1);
      },
    });
    for await (const { length } of encodeSafetensors([lazy('b'), lazy('a')])) events.push(`take ${length}`);
    expect(events).toEqual([expect.stringMatching(/^take \d{3}$/), 'read a', 'take 1', 'read b', 'take 1']);
  });

  test.each<[string, string, EntryToWrite[], Record<string, string>]>([
    ['bytes', 'expected 3 bytes for U8 of shape [3], got 2', [entry('a', new Uint8Array(2), [3])], {}],
    ['duplicate-key', 'expected every name once', [entry('a', new Uint8Array()), entry('a', new Uint8Array())], {}],
    ['name', 'expected a Unicode name', [entry('__metadata__', new Uint8Array())], {}],
    ['name', 'expected a Unicode name', [entry('\ud800', new Uint8Array())], {}],
    ['shape', 'expected non-negative integers', [entry('a', new Uint8Array(), [-1])], {}],
    ['shape', 'expected non-negative integers', [entry('a', new Uint8Array(), [0.5])], {}],
    ['dtype', 'got "F80"', [{ ...entry('a', new Uint8Array()), dtype: 'F80' as 'F32' }], {}],
    ['sub-byte', 'got 4 bits', [{ ...entry('a', new Uint8Array(1)), dtype: 'F4' }], {}],
    ['overflow', 'below 2^53', [entry('a', new Uint8Array(), [2 ** 40, 2 ** 40])], {}],
    ['metadata', 'expected a Unicode string', [], { a: '\udc00' }],
    ['metadata', 'expected a Unicode string', [], { a: 1 as unknown as string }],
    ['header-too-long', 'at most 100000000 bytes', [], { a: 'x'.repeat(100_000_000) }],
  ])('refuses to write for %s: %s', async (code, line, entries, texts) => {
    const failure = encodeSafetensorsToBytes(entries, texts);
    await expect(failure).rejects.toMatchObject({
      name: 'SafetensorsError',
      code,
      message: expect.stringContaining(line),
    });
  });
});
