import { expect, test } from '@jest/globals';
import { countParameters, discriminatorTensors, generatorTensors, summarizeDiscriminator } from '@pix2pix-ts/models';
import { presets } from './presets.ts';
import { parseConfig } from './train-config.ts';

test.each(Object.entries(presets))('%s is a complete configuration, which may be trained as it is', (_, { config }) => {
  expect(parseConfig(config)).toEqual(config);
});

test('junyanz has the parameters that its code prints, 30x30 patches, and 100 epochs followed by 100 of falling rate', () => {
  const { config, epochs } = presets.junyanz;
  expect(countParameters(generatorTensors(config.generator))).toBe(54_413_955);
  expect(countParameters(discriminatorTensors(config.discriminator))).toBe(2_768_705);
  expect(summarizeDiscriminator(config.discriminator, 256).at(-1)?.outputShape).toEqual([30, 30, 1]);
  expect({ epochs, ...config }).toMatchObject({
    epochs: 200,
    schedule: 'linear',
    decayFrom: 0.5,
    jitter: 286,
    flip: true,
    batch: 1,
    learningRate: 2e-4,
    beta1: 0.5,
    lambda: 100,
  });
});

test('affinelayer normalises its innermost block and keeps one rate', () => {
  const { config } = presets.affinelayer;
  expect(Object.keys(generatorTensors(config.generator))).toContain('down8.norm.offset');
  expect(config.schedule).toBe('constant');
});
