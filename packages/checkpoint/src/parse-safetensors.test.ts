import { getHeapStatistics } from 'node:v8';
import { describe, expect, test } from '@jest/globals';
import {
  parseSafetensors,
  parseSafetensorsHeader,
  safetensorsHeadLength,
  safetensorsLength,
} from './parse-safetensors.ts';
import { READER_ERROR_CODES, SafetensorsError } from './safetensors-error.ts';

/** A file with this text as its header, and data of that many bytes. */
function fileOf(header: string | Uint8Array, dataLength = 0, length?: bigint): Uint8Array {
  const bytes = Buffer.from(header);
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(length ?? BigInt(bytes.length));
  return Buffer.concat([prefix, bytes, Buffer.alloc(dataLength, 1)]);
}

const tensor = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
const one = (dtype: string, shape: string, offsets: string, dataLength: number) =>
  fileOf(`{"a":${tensor(dtype, shape, offsets)}}`, dataLength);
const two = (first: string, second: string, dataLength: number) =>
  fileOf(`{"a":${tensor('U8', '[2]', first)},"b":${tensor('U8', '[2]', second)}}`, dataLength);

/** One file a reason, and a part of the line that it is refused with. */
const REFUSED: Record<(typeof READER_ERROR_CODES)[number], [file: Uint8Array, line: string]> = {
  'too-short': [new Uint8Array(7), 'expected at least 8 bytes, got 7'],
  'header-too-long': [fileOf('{}', 0, 100_000_001n), 'expected a header of at most 100000000 bytes, got 100000001'],
  'header-beyond-file': [fileOf('{}', 0, 100n), 'expected 108 bytes of header, got a file of 10'],
  'header-start': [fileOf(' {}'), 'character 0: expected { as the first character, got " {}"'],
  'header-end': [fileOf('{}  x'), 'character 4: expected nothing but spaces, got "x"'],
  json: [fileOf('{"a" 1}'), 'character 5: expected :, got "1}"'],
  utf8: [fileOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), 'expected UTF-8'],
  'duplicate-key': [fileOf(`{"a":${tensor('U8', '[0]', '[0,0]')},"a":1}`), 'expected every key once, got "a" twice'],
  metadata: [fileOf('{"__metadata__":{"epoch":1}}'), 'expected a string, got "1}}"'],
  entry: [fileOf('{"a":1}'), 'expected {, got "1}"'],
  'unknown-field': [fileOf('{"a":{"type":"U8"}}'), 'expected dtype, shape and data_offsets, got "type"'],
  'missing-field': [fileOf('{"a":{"dtype":"U8","shape":[]}}'), 'got no data_offsets'],
  dtype: [one('u8', '[1]', '[0,1]', 1), 'expected a dtype of the format such as "F32", got "\\"u8\\"'],
  shape: [one('U8', '[1.0]', '[0,1]', 1), 'expected a non-negative integer, got "1.0]'],
  'too-many': [
    fileOf(`{"__metadata__":{${Array.from({ length: 200_001 }, (_, i) => `"${i}":""`)}}}`),
    'expected at most 200000 keys',
  ],
  rank: [one('U8', `[${Array(65).fill(1)}]`, '[0,1]', 1), 'expected at most 64 numbers'],
  offsets: [one('U8', '[1]', '[1,0]', 1), 'expected data_offsets [begin, end] with begin <= end, got [1, 0]'],
  overflow: [one('U8', '[4294967296,4294967296]', '[0,1]', 1), 'expected a size below 2^53'],
  'sub-byte': [one('F4', '[3]', '[0,1]', 1), 'expected values of F4 that fill whole bytes, got 12 bits'],
  span: [one('F32', '[2]', '[0,4]', 4), 'expected 8 bytes for F32 of shape [2], got 4'],
  hole: [two('[0,2]', '[3,5]', 5), 'Tensor "b": expected its data to begin at 2, where the one before ends, got 3'],
  overlap: [two('[0,2]', '[1,3]', 3), 'Tensor "b": expected its data to begin at 2, where the one before ends, got 1'],
  'data-missing': [
    one('U8', '[9]', '[0,9]', 8),
    'expected 9 bytes of data after the header, got 8. The file is cut short',
  ],
  'data-left-over': [
    one('U8', '[9]', '[0,9]', 10),
    'expected 9 bytes of data after the header, got 10. The file is too',
  ],
  check: [
    fileOf('{"__metadata__":{"check":"xxh32:00000000"}}'),
    'expected content whose checksum is "xxh32:00000000", got "xxh32:',
  ],
};

function errorOf(bytes: Uint8Array): unknown {
  try {
    return parseSafetensors(bytes);
  } catch (error) {
    return error;
  }
}

describe('parseSafetensors', () => {
  test.each(READER_ERROR_CODES)('refuses a file for %s with a line that says what to do', (code) => {
    const [file, line] = REFUSED[code];
    const error = errorOf(file) as SafetensorsError;
    expect(error).toBeInstanceOf(SafetensorsError);
    expect(error.code).toBe(code);
    expect(error.message).toContain(line);
    expect(error.message).not.toMatch(/\n/);
  });

  test('refuses a file that was cut anywhere', () => {
    const whole = fileOf(`{"__metadata__":{"k":"v"},"a":${tensor('F32', '[2]', '[0,8]')}}  `, 8);
    expect(parseSafetensors(whole).tensors.size).toBe(1);
    for (let length = 0; length < whole.length; length++) {
      expect(errorOf(whole.subarray(0, length))).toBeInstanceOf(SafetensorsError);
    }
  });

  test('gives views on the file: nothing is copied, wherever the file lies in its buffer', () => {
    const inside = new Uint8Array(1000);
    const file = one('I16', '[2]', '[0,4]', 4);
    inside.set(file, 3);
    const bytes = inside.subarray(3, 3 + file.length);
    const entry = parseSafetensors(bytes).tensors.get('a');
    expect(entry).toEqual({ dtype: 'I16', shape: [2], data: Uint8Array.of(1, 1, 1, 1) });
    expect(entry?.data.buffer).toBe(inside.buffer);
  });

  test('takes names and metadata keys such as __proto__ for what they are', () => {
    const header = `{"__metadata__":{"__proto__":"x","constructor":"y"},"__proto__":${tensor('U8', '[1]', '[0,1]')}}`;
    const { tensors, metadata } = parseSafetensors(fileOf(header, 1));
    expect([...tensors.keys()]).toEqual(['__proto__']);
    expect(Object.entries(metadata)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('keeps names from the file on one short line of its message', () => {
    const name = `\\n\\u2028\\u001b[31m${'long'.repeat(1000)}`;
    const { message } = errorOf(fileOf(`{"${name}":{"x":1}}`)) as Error;
    expect(message).not.toMatch(/[\p{Cc}\p{Zl}]/u);
    expect(message.length).toBeLessThan(300);
  });

  test('lists tensors in the order of their bytes', () => {
    expect([...parseSafetensors(two('[2,4]', '[0,2]', 4)).tensors.keys()]).toEqual(['b', 'a']);
  });
});

describe('the memory of parseSafetensors', () => {
  /** Bytes that a call allocates, in JavaScript's heap and outside it; the least of several, as V8 has costs of its own. */
  function growth(call: () => unknown): number {
    const used = () => getHeapStatistics().used_heap_size + getHeapStatistics().external_memory;
    const figures = Array.from({ length: 10 }, () => {
      const before = used();
      call();
      return used() - before;
    });
    return Math.min(...figures.filter((figure) => figure >= 0));
  }

  test('is not what a header promises', () => {
    const promises = [
      fileOf('{}', 0, 99_999_999n),
      one('F64', '[137438953472]', '[0,1099511627776]', 8),
      one('U8', '[9007199254740991]', '[0,9007199254740991]', 8),
      one('U8', `[${Array(60).fill(1)},9007199254740991]`, '[0,1]', 1),
      fileOf(`{"a":${'['.repeat(20_000)}`),
      fileOf(`{"a":{"dtype":"U8","shape":[${'9'.repeat(20_000)}]}}`),
    ];
    for (const file of promises) expect(growth(() => errorOf(file))).toBeLessThan(2 * file.length + 64 * 1024);
  });

  test('does not grow with the data', () => {
    const file = one('U8', '[67108864]', '[0,67108864]', 2 ** 26);
    expect(growth(() => parseSafetensors(file))).toBeLessThan(64 * 1024);
  });

  test('grows by less than two kilobytes a tensor', () => {
    const names = Array.from({ length: 2000 }, (_, index) => `"${index}":${tensor('U8', '[0]', '[0,0]')}`);
    const file = fileOf(`{${names}}`);
    expect(growth(() => parseSafetensors(file))).toBeLessThan(2 * file.length + 2000 * 2048);
  });
});

describe('parseSafetensorsHeader', () => {
  test('reads a header without the data and holds it against the length of the file', () => {
    const file = two('[0,2]', '[2,4]', 4);
    const head = file.subarray(0, safetensorsHeadLength(file.subarray(0, 8), file.length));
    const { tensors, dataStart } = parseSafetensorsHeader(head, file.length);
    expect(dataStart).toBe(file.length - 4);
    expect(tensors.get('b')).toEqual({ dtype: 'U8', shape: [2], begin: 2, end: 4 });
    expect(() => parseSafetensorsHeader(head, file.length - 1)).toThrow('cut short');
  });
});

test('a header says how long its file is, whatever has come of it', () => {
  const file = two('[2,4]', '[0,2]', 4);
  expect(safetensorsLength(file)).toBe(file.length);
  expect(safetensorsLength(file.subarray(0, file.length - 4))).toBe(file.length);
  expect(safetensorsLength(fileOf('{}'))).toBe(10);
  expect(() => safetensorsLength(file.subarray(0, file.length - 5))).toThrow(/bytes of header, got a file of/);
});
