import { sizeText } from '@pix2pix-ts/common';
import {
  type AnyDiscriminatorConfig,
  type AnyGeneratorConfig,
  norms,
  type SummaryRow,
  summarizeDiscriminator,
  summarizeGenerator,
} from '@pix2pix-ts/models';

/** A generator, and the discriminator that it is to be trained with. */
type TwoNetworks = { generator: AnyGeneratorConfig; discriminator: AnyDiscriminatorConfig };

/**
 * Checks that the two networks can be trained together.
 *
 * @param batch images that a process has in a step
 * @throws RangeError of one line where the discriminator judges other channels than the generator has, where an image is
 *   too small for its patches, or where a norm would see one value of a channel, which it would make 0
 */
export function checkNetworks({ generator, discriminator }: TwoNetworks, batch: number): void {
  const { imageSize, inChannels, outChannels } = generator;
  const { conditionChannels, targetChannels } = discriminator;
  if (conditionChannels !== inChannels || targetChannels !== outChannels)
    throw new RangeError(
      `Expected a discriminator of ${inChannels} and ${outChannels} channels, like the generator, got ${conditionChannels} and ${targetChannels}. Change its config.`,
    );
  const judging = summarizeDiscriminator(discriminator, imageSize);
  const lost = judging.find(({ outputShape: [height, width] }) => height < 1 || width < 1);
  const orScales = 'scales' in discriminator ? ' or scales' : '';
  if (lost)
    throw new RangeError(
      `Expected images that the discriminator's patches fit into, got ${sizeText(imageSize)} pixels, of which '${lost.name}' leaves none. Use fewer layers${orScales}, or larger images.`,
    );
  for (const row of [...summarizeGenerator(generator), ...judging]) checkNorm(row, batch);
}

function checkNorm({ name, norm, outputShape: [height, width] }: SummaryRow, batch: number): void {
  if (norm === undefined) return;
  const { perImage } = norms.get(norm);
  if ((perImage ? 1 : batch) * height * width > 1) return;
  throw new RangeError(
    `Expected more than one value per channel for the norm '${norm}' of '${name}', got one: the image is one pixel there. Use larger images, fewer layers, ${perImage ? '' : 'a larger batch, '}or the norm 'none'.`,
  );
}
