import { describe, expect, test } from '@jest/globals';
import { readForeignFile, readForeignOutputs } from '@pix2pix-ts/reference';
import { ConvertError, convertDiscriminator, convertGenerator } from '../index.ts';
import { readPict } from './read-pict.ts';

const file = readForeignFile('affinelayer.pict');
const headBytes = new DataView(file.buffer, file.byteOffset).getUint32(0, false);

function refusal(bytes: Uint8Array): string {
  try {
    for (const { values } of convertGenerator(bytes).tensors) values();
  } catch (error) {
    if (!(error instanceof ConvertError)) throw error;
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  throw new Error('Expected the file to be refused, but it was converted.');
}

/** The file with another head, and all lengths right. */
function withHead(change: (head: string) => string): Uint8Array {
  const head = Buffer.from(change(Buffer.from(file.subarray(4, 4 + headBytes)).toString()));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return new Uint8Array(Buffer.concat([length, head, file.subarray(4 + headBytes)]));
}

test('the tensors of a .pict file are the ones that NumPy reads', () => {
  const { weights = {} } = readForeignOutputs().affinelayer ?? {};
  const tensors = readPict(file);
  expect([...tensors.keys()].sort()).toEqual(Object.keys(weights).sort());
  for (const [name, first] of Object.entries(weights))
    expect([...(tensors.get(name)?.read().subarray(0, 4) ?? [])]).toEqual(first.map(Math.fround));
});

test('a .pict file is used by the image’s own statistics, as it has no others', () => {
  expect(convertGenerator(file).metadata).toMatchObject({ statistics: 'image', generator: { wiring: 'affinelayer' } });
  expect(() => convertGenerator(file, { statistics: 'running' })).toThrow(/which has no running ones/);
  expect(() => convertDiscriminator(file)).toThrow(/^Expected a discriminator, got a U-Net 32 of pix2pix-tensorflow/);
});

describe('a .pict file is refused in a line', () => {
  test('wherever it ends too soon', () => {
    for (let length = 0; length < file.length; length += 511)
      expect(refusal(file.subarray(0, length))).toMatch(/^Expected /);
    expect(refusal(file.subarray(0, -1))).toBe(
      `Expected ${file.length} bytes in a .pict file, got ${file.length - 1}. Copy or download the file again.`,
    );
  });

  test('where something comes after it', () => {
    expect(refusal(new Uint8Array([...file, 0]))).toMatch(/^Expected three parts in a \.pict file, got 1 more bytes/);
  });

  test.each([
    [
      'a shape that takes more bytes',
      (head: string) => head.replace('[4, 4, 3, 2]', '[4, 4, 3, 3]'),
      /a byte for each value/,
    ],
    ['a shape that takes fewer', (head: string) => head.replace('[4, 4, 3, 2]', '[4, 4, 3, 1]'), /bytes of values/],
    [
      'a shape of 10^30 values',
      (head: string) => head.replace('[4, 4, 3, 2]', '[4, 4e14, 4e15, 2]'),
      /a byte for each/,
    ],
    [
      'a negative side',
      (head: string) => head.replace('[4, 4, 3, 2]', '[-4, -4, 3, 2]'),
      /a JSON list of names and shapes/,
    ],
    [
      'two tensors of a name',
      (head: string) => head.replace('decoder_2/conv2d_transpose/bias', 'decoder_1/conv2d_transpose/bias'),
      /twice/,
    ],
    ['half a list', (head: string) => head.slice(0, 100), /a JSON list of names and shapes/],
    [
      'a layer missing',
      (head: string) => head.replace('encoder_3/conv2d/kernel', 'encoder_9/conv2d/kernel'),
      /^Expected /,
    ],
    [
      'separable convolutions',
      (head: string) => head.replaceAll('encoder_1/conv2d/kernel', 'encoder_1/separable_conv2d/depthwise_kernel'),
      /--separable_conv/,
    ],
  ])('with %s', (_what, change, line) => {
    expect(refusal(withHead(change))).toMatch(line);
  });

  test('where a centre is not finite', () => {
    const bytes = file.slice();
    bytes.set([0, 0, 0xc0, 0x7f], 4 + headBytes + 4 + 4 * 128);
    expect(refusal(bytes)).toMatch(/^Expected finite weights, got NaN in "generator\/.*"/);
  });
});
