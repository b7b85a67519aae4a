import { afterEach, expect, test } from '@jest/globals';
import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { env } from '@tensorflow/tfjs-core';
import { chooseForm } from './choose-form.ts';
import { WINOGRAD_FLAG, winogradIsOn } from './winograd-flag.ts';

const AS_MEASURED = -1;
afterEach(() => env().set(WINOGRAD_FLAG, AS_MEASURED));

/** The forms of y, dx and dw. */
function formsOf(x: number[], outChannels: number, stride: number, side = 4, dilations = 1): (string | undefined)[] {
  const filter = [side, side, x[3] as number, outChannels];
  const info = convolutionInfo(x, filter, { strides: stride, dilations, pad: 1, dimRoundingMode: 'floor' });
  return (['forward', 'inputGradient', 'filterGradient'] as const).map((kind) => chooseForm(kind, info)?.form.name);
}

const TWO = 'F(2x2, 2x2)';
const THREE = 'F(3x3, 2x2)';
const THREE_TAPS = 'F(2x2, 3x3)';
const direct = [undefined, undefined, undefined];

test.each<[string, Parameters<typeof formsOf>, (string | undefined)[]]>([
  ['the second layer', [[1, 128, 128, 64], 128, 2], [THREE, THREE, THREE]],
  ['a middle layer', [[1, 32, 32, 256], 512, 2], [TWO, TWO, TWO]],
  ['3x3 without a stride', [[1, 64, 64, 256], 256, 1, 3], [THREE_TAPS, THREE_TAPS, THREE_TAPS]],
  ['an innermost layer, which waits for its filter', [[1, 8, 8, 512], 512, 2], direct],
  ['pixels, whose channels are few', [[1, 256, 256, 3], 64, 2], direct],
  ['one channel', [[1, 32, 32, 256], 1, 1], direct],
  ['a layer that fills no card', [[4, 16, 16, 48], 96, 2], direct],
  ['5x5', [[1, 64, 64, 64], 64, 1, 5], direct],
  ['a stride of 3', [[1, 64, 64, 64], 64, 3], direct],
  ['a dilated layer', [[1, 64, 64, 64], 64, 1, 3, 2], direct],
  ['no images', [[0, 64, 64, 64], 64, 2], direct],
])('%s takes the form that multiplies least, or none', (_, layer, forms) => {
  expect(formsOf(...layer)).toEqual(forms);
});

test('a form is taken where the flag says so, else on a card that was found to gain a tenth by it', () => {
  const cards = [{ direct: 2, form: 1.2 }, { direct: 2, form: 1.9 }, undefined].map((formTimes) => ({ formTimes }));
  expect(cards.map(winogradIsOn)).toEqual([true, false, false]);
  for (const flag of [0, false, 1, true]) {
    env().set(WINOGRAD_FLAG, flag);
    expect(cards.map(winogradIsOn)).toEqual(cards.map(() => !!flag));
  }
});
