import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { presets } from '@pix2pix-ts/trainer';
import { differenceOf, readModelConfig } from './model-config.ts';

const PACKAGES = join(import.meta.dirname, '../../../packages');

test.each(['colour', '3d', 'planet'])(
  'the run that the package of %s asks for goes on where it was stopped',
  async (name) => {
    const config = await readModelConfig(join(PACKAGES, `model-${name}`));
    const { data: _, preset, steps, ...fields } = config;
    // As `train` writes it: with all that has a usual value, and what is not for a package.
    const { config: usual } = presets['pytorch-gan'];
    const run = { ...usual, ...fields, preset, steps, data: 'data/pairs', saveEvery: 500, precision: 'float32' };
    expect(differenceOf(run, config)).toBeUndefined();
    expect(differenceOf({ ...run, ema: 0.5 }, config)).toBe('ema');
    expect(differenceOf({ ...run, steps: 1 }, config)).toBe('steps');
  },
);
