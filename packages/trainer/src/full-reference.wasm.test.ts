import { describe } from '@jest/globals';
import { readFullFixture } from '@pix2pix-ts/reference';
import { describeStepOf } from './testing/describe-step-of.ts';

// PyTorch's float64 values of PyTorch-GAN's full model; tools/reference/full_fixture.py writes them. Too slow for cpu.
describe("PyTorch-GAN's full model at 256 px, one step", () => describeStepOf(readFullFixture()));
