import { describe } from '@jest/globals';
import { sizeText } from '@pix2pix-ts/common';
import { readWideFixtures } from '@pix2pix-ts/reference';
import { describeStepOffKinks } from './testing/describe-step-off-kinks.ts';

// PyTorch's float64 values of PyTorch-GAN's layers on images that are not square; tools/reference/wide_fixture.py writes them.
describe.each(readWideFixtures().map((fixture) => [sizeText(fixture.size), fixture] as const))(
  'a model of %s pixels, with dropout',
  (_, fixture) => describeStepOffKinks(fixture),
);
