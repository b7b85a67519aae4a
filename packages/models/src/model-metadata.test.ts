import { describe, expect, test } from '@jest/globals';
import { encodeModelMetadata, type ModelMetadata, parseModelMetadata, pytorchGanGenerator } from './index.ts';

const metadata: ModelMetadata = {
  generator: pytorchGanGenerator,
  direction: 'AtoB',
  dropout: 'off',
  training: { preset: 'pytorch-gan', steps: 10 },
  licence: 'CC BY-SA 4.0',
};

describe('model metadata', () => {
  test('is read back as it was written', () => {
    expect(parseModelMetadata(encodeModelMetadata(metadata))).toEqual(metadata);
  });

  test('keeps width and height of images that are not square, and one number of a square', () => {
    const wide = { ...metadata, generator: { ...pytorchGanGenerator, imageSize: { width: 256, height: 128 } } };
    const fields = encodeModelMetadata(wide);
    expect(fields.imageSize).toBe('{"width":256,"height":128}');
    expect(parseModelMetadata(fields)).toEqual(wide);
    expect(encodeModelMetadata(metadata).imageSize).toBe('256');
    expect(() => parseModelMetadata({ ...fields, imageSize: '{"width":128,"height":256}' })).toThrow(
      "Expected imageSize 256x128 as in the generator's config, got 128x256.",
    );
  });

  test('of a smaller copy says what it was made from, and how far it is from it', () => {
    const difference = { images: 8, inputs: 'made by formula', mean: 0.1, max: 3, l1: 0.0008 };
    const source = { sha256: '0'.repeat(64), bytes: 1000 };
    const copied: ModelMetadata = { ...metadata, copy: { weights: 'int8', source, difference } };
    expect(parseModelMetadata(encodeModelMetadata(copied))).toEqual(copied);
  });

  test.each([
    ['format', 'other/9', "Expected a model of format 'pix2pix-ts/1'"],
    ['generator', '{"kind":"resnet"}', 'generator'],
    ['generator', JSON.stringify({ ...pytorchGanGenerator, imageSize: 1e9 }), 'generator'],
    ['generator', JSON.stringify({ ...pytorchGanGenerator, filters: -1 }), 'generator'],
    ['imageSize', '128', 'Expected imageSize 256'],
    ['direction', '"AtoC"', 'direction'],
    ['training', '{not json', 'training'],
    ['copy', '{"weights":"int4"}', 'copy.weights'],
    ['copy', '[]', 'copy'],
  ])('a wrong %s (%s) is refused in one line that names it', (field, value, message) => {
    const fields = { ...encodeModelMetadata(metadata), [field]: value };
    expect(() => parseModelMetadata(fields)).toThrow(message);
    expect(() => parseModelMetadata(fields)).toThrow(/^[^\n]+$/);
  });

  test('a file without metadata is refused', () => {
    expect(() => parseModelMetadata({})).toThrow('Expected a pix2pix-ts model');
  });
});

test('a file that a newer version wrote is refused with the version that can read it', () => {
  const fields = encodeModelMetadata({ ...metadata, writtenBy: 'pix2pix 9.1.0' });
  expect(parseModelMetadata(fields).writtenBy).toBe('pix2pix 9.1.0');
  const newer = { ...fields, generator: JSON.stringify({ ...metadata.generator, attention: 'some' }) };
  expect(() => parseModelMetadata(newer)).toThrow(
    /^Expected a pix2pix-ts model, got a file whose generator.*attention is wrong: [^\n]* It was written by pix2pix 9\.1\.0; use that version or a newer one\.$/,
  );
});
