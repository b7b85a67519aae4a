import * as v from 'valibot';
import type { ConvLayer } from './conv-layer.ts';
import { normalizations } from './normalization.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096));

/** An image size the networks can take, in pixels: a power of two from 32 to 1024. */
export const imageSizeSchema = v.pipe(
  v.number(),
  v.check(
    (size) => [32, 64, 128, 256, 512, 1024].includes(size),
    ({ received }) => `Expected an image size of 32, 64, 128, 256, 512 or 1024, got ${received}`,
  ),
);

/** What a generator's configuration must look like; `v.parse(generatorConfigSchema, unknown)` checks a stranger's. */
export const generatorConfigSchema = v.strictObject({
  /** The architecture. */
  kind: v.literal('unet'),
  /** The side of the images, in pixels: a power of two from 32 to 1024. */
  imageSize: imageSizeSchema,
  /** Channels of the input, 1 to 4096. */
  inChannels: count,
  /** Channels of the output, 1 to 4096. */
  outChannels: count,
  /** The width of the first block, doubled from block to block up to 8 times; 1 to 4096. */
  filters: count,
  /** The name of the normalisation. */
  norm: v.picklist(Object.keys(normalizations) as (keyof typeof normalizations)[]),
  /** The share of values that the inner blocks drop, 0 to 0.95. */
  dropout: v.pipe(v.number(), v.minValue(0), v.maxValue(0.95)),
});

/** A U-Net generator: images of imageSize x imageSize x inChannels to outChannels, in [-1, 1]. */
export type GeneratorConfig = v.InferOutput<typeof generatorConfigSchema>;

/** The generator of the seed at 256x256x3: 54,404,099 parameters. */
export const seedGenerator: GeneratorConfig = {
  kind: 'unet',
  imageSize: 256,
  inChannels: 3,
  outChannels: 3,
  filters: 64,
  norm: 'instance',
  dropout: 0.5,
};

/**
 * The blocks of the generator in the order they run: `down1` to `down n` halve the image to one pixel, `up1` to
 * `up n-1` double it again, each joined by the skip of the same size, and `final` doubles it once more.
 */
export function generatorLayers({
  imageSize,
  inChannels,
  outChannels,
  filters,
  dropout,
}: GeneratorConfig): ConvLayer[] {
  const depth = Math.log2(imageSize);
  const width = (level: number) => Math.min(filters * 2 ** (level - 1), 8 * filters); // channels after down<level>
  const layers: ConvLayer[] = [];
  for (let level = 1; level <= depth; level++)
    layers.push({
      name: `down${level}`,
      kind: 'down',
      inChannels: level === 1 ? inChannels : width(level - 1),
      outChannels: width(level),
      bias: false,
      normalized: level > 1 && level < depth, // one pixel has no variance to divide by
      dropout: dropout > 0 && level >= 4,
    });
  for (let level = 1; level < depth; level++)
    layers.push({
      name: `up${level}`,
      kind: 'up',
      inChannels: level === 1 ? width(depth) : 2 * width(depth - level + 1), // [decoder, skip]
      outChannels: width(depth - level),
      bias: false,
      normalized: true,
      dropout: dropout > 0 && level <= depth - 4,
    });
  const final = { name: 'final', kind: 'upsample', inChannels: 2 * width(1), outChannels, bias: true } as const;
  return [...layers, { ...final, normalized: false, dropout: false }];
}
