import { describe } from '@jest/globals';
import { readOddFixtures } from '@pix2pix-ts/reference';
import { describeStepOffKinks } from './testing/describe-step-off-kinks.ts';

// PyTorch's float64 values of small models of odd widths; tools/reference/odd_fixture.py writes them.
describe.each(readOddFixtures().map((fixture) => [fixture.filters, fixture] as const))(
  'a model of %d filters',
  (_, fixture) => describeStepOffKinks(fixture),
);
