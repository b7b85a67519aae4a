import { expect, test } from '@jest/globals';
import { pytorchGanDiscriminator } from '@pix2pix-ts/models';
import { patchField } from './patch-field.ts';

test('a field is as wide as 1 + the sum of (kernel - 1) times the strides below, and moves by all strides together', () => {
  const strides = [2, 2, 2, 2, 1]; // of the layers in the order they run, each 4 wide
  const width = strides.reduce((sum, _, layer) => sum + 3 * strides.slice(0, layer).reduce((a, b) => a * b, 1), 1);
  expect(width).toBe(94);
  for (const index of [0, 8, 15]) {
    const { first, last } = patchField(pytorchGanDiscriminator, index);
    expect(last - first + 1).toBe(width);
    expect(patchField(pytorchGanDiscriminator, index + 1).first - first).toBe(2 ** 4);
  }
});

test('the field of logit 8 of 16 lies in the middle of 256 pixels: the padding is wider at the left', () => {
  const { first, last } = patchField(pytorchGanDiscriminator, 8);
  expect((first + last) / 2).toBe(255 / 2);
});
