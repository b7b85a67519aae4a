import { describe, expect, test } from '@jest/globals';
import { readLayersModel } from '@pix2pix-ts/reference';
import { ConvertError, convertGenerator, filesBeside } from '../index.ts';

const { bytes, files } = readLayersModel('tutorial');
const text = new TextDecoder().decode(bytes);
const encoded = (json: string) => new TextEncoder().encode(json);
const [[shard, weights]] = [...files] as [[string, Uint8Array]];

function refusal(model: Uint8Array, beside: ReadonlyMap<string, Uint8Array> = files): string {
  try {
    for (const { values } of convertGenerator(model, { files: beside }).tensors) values();
  } catch (error) {
    if (!(error instanceof ConvertError)) throw error;
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  throw new Error('Expected the model to be refused, but it was converted.');
}

/** The model with a part of its text in place of another one. */
function changed(from: string | RegExp, to: string): Uint8Array {
  expect(text).toMatch(from);
  return encoded(text.replace(from, to));
}

describe('a layers model that cannot be converted is refused in a line', () => {
  test.each([
    ['one byte too few', -1, 67371],
    ['half of it', -33686, 33686],
  ])('with a shard of %s', (_what, end, got) => {
    const line = `Expected 67372 bytes in "${shard}", got ${got}. Copy or download it again.`;
    expect(refusal(bytes, new Map([[shard, weights.subarray(0, end)]]))).toBe(line);
  });

  test('without its shards', () => {
    expect(refusal(bytes, new Map())).toBe(
      `Expected "${shard}" beside model.json, got none. Give the shards together with it.`,
    );
  });

  test('with one of five shards missing, or cut off', () => {
    const split = readLayersModel('affinelayer');
    const [first, ...others] = [...split.files];
    expect(refusal(split.bytes, new Map(others))).toMatch(/^Expected "group1-shard1of5\.bin" beside model\.json/);
    const [name, whole] = first as [string, Uint8Array];
    const short = new Map([...others, [name, whole.subarray(4)] as const]);
    expect(refusal(split.bytes, short)).toBe(
      'Expected 67676 bytes in 5 shards, got 67672. Copy or download them again.',
    );
  });

  test('with quantised weights', () => {
    const { bytes, files } = readLayersModel('refused-quantised');
    expect(refusal(bytes, files)).toMatch(
      /^Expected weights in float32, got ".*" quantised\. Convert the Keras model again/,
    );
  });

  test.each([
    [
      'another type',
      changed('"dtype": "float32"}]}]', '"dtype": "int32"}]}]'),
      /^Expected weights in float32, got ".*"/,
    ],
    ['a graph model', changed('"layers-model"', '"graph-model"'), /got a graph model\. Convert the Keras model again/],
    ['another JSON file', encoded('{"name": "x", "version": 1}'), /^Expected a model\.json of a TensorFlow\.js layers/],
    ['half a JSON file', bytes.subarray(0, 9000), /^Expected a model\.json, got a JSON file that is damaged/],
    [
      'a path out of its folder',
      changed(shard, '../../etc/passwd'),
      /^Expected weights beside the model, got the path "\.\.\/\.\.\/etc\/passwd"/,
    ],
    [
      'a layer that no U-Net has',
      changed('"LeakyReLU"', '"Lambda"'),
      /^Expected the layers of a U-Net, got the layer "leaky_re_lu" \(Lambda\)/,
    ],
    [
      'a slope that none of them has',
      changed(/0\.30000001192092896/g, '0.1'),
      /got LeakyReLU of 0\.1 and skips of 0\.1 at the layer "conv2d_4" \(Conv2D\)/,
    ],
    [
      'one slope that is another one',
      changed('0.30000001192092896', '0.2'),
      /^Expected the same activation .* got another one at the layer "conv2d_?\d*" \(Conv2D\)/,
    ],
    [
      'another stride',
      changed('"strides": [2, 2]', '"strides": [1, 1]'),
      /^Expected a convolution of 4x4 with stride 2/,
    ],
    ['another activation', changed('"tanh"', '"sigmoid"'), /^Expected ReLU, LeakyReLU or tanh .*, got "sigmoid"/],
    ['no tanh', changed('"tanh"', '"linear"'), /^Expected a generator that ends in tanh, got the layer "conv2d_transp/],
    ['a tensor of another shape', changed('"shape": [4, 4, 3, 4]', '"shape": [4, 4, 4, 3]'), /^Expected /],
    ['a tensor whose layer is gone', changed('conv2d_2/kernel', 'strange/kernel'), /^Expected a kernel of four dim/],
  ])('with %s', (_what, model, line) => {
    expect(refusal(model)).toMatch(line);
  });
});

test('a layers model that TensorFlow.js saved, without the wrapper of the converter, is read as well', () => {
  const model = JSON.parse(text);
  model.modelTopology = model.modelTopology.model_config;
  expect(convertGenerator(encoded(JSON.stringify(model)), { files }).description).toMatch(/^U-Net 32 as in the Tensor/);
});

test('the files beside a model.json are its shards, and none belong to anything else', () => {
  expect(filesBeside(bytes)).toEqual([shard]);
  expect(filesBeside(encoded('{"paths": ["x"]}'))).toEqual([]);
  expect(filesBeside(weights)).toEqual([]);
});
