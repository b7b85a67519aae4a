import * as v from 'valibot';
import type { ConvLayer } from './conv-layer.ts';
import { normalizations } from './normalization.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096));

/** What a discriminator's configuration must look like. */
export const discriminatorConfigSchema = v.strictObject({
  /** The architecture. */
  kind: v.literal('patch'),
  /** Channels of the image that the generator was given, 1 to 4096. */
  conditionChannels: count,
  /** Channels of the image that is judged, 1 to 4096. */
  targetChannels: count,
  /** The width of the first block, doubled from block to block to 8 times; 1 to 4096. */
  filters: count,
  /** The name of the normalisation. */
  norm: v.picklist(Object.keys(normalizations) as (keyof typeof normalizations)[]),
});

/** A PatchGAN discriminator: judges a target image, real or fake, beside its condition, patch by patch. */
export type DiscriminatorConfig = v.InferOutput<typeof discriminatorConfigSchema>;

/** The discriminator of the seed: 2,767,808 parameters. */
export const seedDiscriminator: DiscriminatorConfig = {
  kind: 'patch',
  conditionChannels: 3,
  targetChannels: 3,
  filters: 64,
  norm: 'instance',
};

/** The blocks of the discriminator in the order they run: `block1` to `block4` halve the image, `final` gives the logits. */
export function discriminatorLayers({ conditionChannels, targetChannels, filters }: DiscriminatorConfig): ConvLayer[] {
  const widths = [conditionChannels + targetChannels, filters, 2 * filters, 4 * filters, 8 * filters] as const;
  const blocks = ([1, 2, 3, 4] as const).map(
    (level): ConvLayer => ({
      name: `block${level}`,
      kind: 'down',
      inChannels: widths[level - 1] as number,
      outChannels: widths[level],
      bias: true,
      normalized: level > 1,
      dropout: false,
    }),
  );
  const final = { name: 'final', kind: 'patch', inChannels: widths[4], outChannels: 1, bias: false } as const;
  return [...blocks, { ...final, normalized: false, dropout: false }];
}
