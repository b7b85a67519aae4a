import { expect, test } from '@jest/globals';
import {
  discriminatorLayers,
  generatorLayers,
  outputAxis,
  seedDiscriminator,
  seedGenerator,
  weightShape,
} from './index.ts';

test("a weight has as many places along its output axis as its block has output channels, in both of the seed's networks", () => {
  const layers = [...generatorLayers(seedGenerator), ...discriminatorLayers(seedDiscriminator)];
  // Only blocks of as many inputs as outputs could not tell the two apart.
  expect(layers.filter(({ inChannels, outChannels }) => inChannels !== outChannels).length).toBeGreaterThan(10);
  for (const layer of layers) expect(weightShape(layer)[outputAxis(layer)]).toBe(layer.outChannels);
});
