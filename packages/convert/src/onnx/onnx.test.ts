import { describe, expect, test } from '@jest/globals';
import { readOnnxModel } from '@pix2pix-ts/reference';
import { ConvertError, convertGenerator, filesBeside } from '../index.ts';

const { bytes } = readOnnxModel('gan-unet.onnx');
const external = readOnnxModel('gan-unet.dynamo.onnx');

function refusal(model: Uint8Array, files: ReadonlyMap<string, Uint8Array> = new Map()): string {
  try {
    for (const { values } of convertGenerator(model, { files }).tensors) values();
  } catch (error) {
    if (!(error instanceof ConvertError)) throw error;
    expect(error.message).not.toContain('\n');
    return error.message;
  }
  throw new Error('Expected the model to be refused, but it was converted.');
}

/** The model with text in place of another text of the same length, the first time that it comes after `after`. */
function changed(from: string, to: string, { after = '', model = bytes } = {}): Uint8Array {
  expect(to).toHaveLength(from.length);
  const copy = Buffer.from(model);
  const at = copy.indexOf(from, copy.indexOf(after, 0, 'latin1'), 'latin1');
  expect(at).toBeGreaterThan(0);
  copy.write(to, at, 'latin1');
  return new Uint8Array(copy);
}

describe('an ONNX model that cannot be converted is refused with the first node that does not fit', () => {
  test.each([
    [
      'an operation that no generator has',
      changed('"\x09LeakyRelu', '"\x09HardSwish'),
      /the node ".*" \(HardSwish\)\. Only/,
    ],
    ['another last operation', changed('\x04Tanh', '\x04Sinh'), /the node ".*" \(Sinh\)/],
    [
      'a quantised operation',
      changed('"\x15InstanceNormalization', '"\x15DynamicQuantizeLinear'),
      /\(DynamicQuantizeLinear\) of a quantised one\. Export the floating/,
    ],
    [
      'int8 weights',
      changed('\x10\x01B\x0cfinal.2.bias', '\x10\x03B\x0cfinal.2.bias'),
      /got "final\.2\.bias" in int8, as in a quantised model/,
    ],
    [
      'another activation on the way up',
      changed('\x04Relu', '\x04Tanh'),
      /^Expected a convolution, got the node ".*" \(Tanh\)/,
    ],
    [
      'a kernel of another shape',
      changed(
        '\x08\x04\x08\x02\x08\x04\x08\x04\x10\x01B\x14down2',
        '\x08\x02\x08\x04\x08\x04\x08\x04\x10\x01B\x14down2',
      ),
      /^Expected /,
    ],
  ])('with %s', (_what, model, line) => {
    expect(refusal(model)).toMatch(line);
  });

  test('wherever it ends too soon', () => {
    for (let length = 0; length < bytes.length; length += 997)
      expect(refusal(bytes.subarray(0, length))).toMatch(/^Expected /);
    expect(refusal(bytes.subarray(0, -1))).toMatch(/got a damaged one/);
  });

  test('where it is a SavedModel, or anything else in protobuf', () => {
    const savedModel = Uint8Array.from([0x08, 1, 0x12, 20, ...new Array<number>(20).fill(0)]);
    expect(refusal(savedModel)).toMatch(/got a protobuf file without a graph, such as a SavedModel of TensorFlow/);
  });
});

describe('weights beside an ONNX model', () => {
  test('are named, and asked for in a line', () => {
    expect(filesBeside(external.bytes)).toEqual(['gan-unet.dynamo.onnx.data']);
    expect(filesBeside(bytes)).toEqual([]);
    expect(refusal(external.bytes)).toBe(
      'Expected "gan-unet.dynamo.onnx.data" beside the ONNX model, got none. Give it together with the model.',
    );
  });

  test('are refused where they are too short, or lie in another folder', () => {
    const [[name, data]] = [...external.files] as [[string, Uint8Array]];
    expect(refusal(external.bytes, new Map([[name, data.subarray(0, 5000)]]))).toMatch(
      /^Expected \d+ bytes in "gan-unet\.dynamo\.onnx\.data", got 5000\. Copy or download it again\.$/,
    );
    const outside = changed('gan-unet.dynamo.onnx.data', '../../../../../etc/passwd', { model: external.bytes });
    expect(refusal(outside, external.files)).toMatch(/got the path "\.\.\/\.\.\/.*\/etc\/passwd"/);
    expect(filesBeside(outside)).toEqual([]);
  });
});
