import { expect, test } from '@jest/globals';
import { type ModelMetadata, pytorchGanGenerator } from '@pix2pix-ts/models';
import { aboutCopy, aboutModel } from './about-model.ts';

const metadata: ModelMetadata = {
  generator: { ...pytorchGanGenerator, imageSize: 128 },
  direction: 'AtoB',
  dropout: 'off',
  training: { data: 'OpenMoji', steps: 12000 },
  licence: 'CC BY-SA 4.0',
};

test('a line says what a model is, and leaves out what its file does not tell', () => {
  expect(aboutModel(metadata)).toBe('128×128 px · 12,000 steps · on OpenMoji · CC BY-SA 4.0');
  const attributed = { ...metadata, training: { ...metadata.training, attribution: 'OpenMoji (openmoji.org)' } };
  expect(aboutModel(attributed)).toBe('128×128 px · 12,000 steps · on OpenMoji (openmoji.org) · CC BY-SA 4.0');
  expect(aboutModel({ ...metadata, training: {}, licence: '' })).toBe('128×128 px');
});

test('of a smaller copy the details say how far it is from the original', () => {
  const difference = { images: 8, inputs: 'made by formula', mean: 0.1234, max: 3, l1: 0.001 };
  const copy = { weights: 'int8', source: { sha256: '0'.repeat(64), bytes: 1000 }, difference } as const;
  expect(aboutCopy(copy)).toBe('8-bit copy, 0.12 of 255 from the original on average, 3 at most');
  expect(aboutModel({ ...metadata, training: {}, licence: '', copy })).toBe('128×128 px');
});

test('what a file says of itself is cut, and stays on its line', () => {
  const licence = `MIT\n${'x'.repeat(1e6)}`;
  const about = aboutModel({ ...metadata, training: { attribution: 'y'.repeat(1e6), steps: 1e300 }, licence });
  expect(about).toMatch(/^128×128 px · 1,000[0,]{14}… steps · on y{99}… · MIT\ufffdx{95}…$/);
});
