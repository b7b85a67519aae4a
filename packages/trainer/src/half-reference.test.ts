import { describe } from '@jest/globals';
import { readHalfFixture } from '@pix2pix-ts/reference';
import { describeStepOf } from './testing/describe-step-of.ts';

// For engines that are too slow for the full model here, such as WebGPU without a card.
describe("PyTorch-GAN's model at 128 px with 32 filters, one step", () => describeStepOf(readHalfFixture()));
