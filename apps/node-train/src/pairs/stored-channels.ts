import type { StoredPictures } from '@pix2pix-ts/common';
import { UsageError } from '@pix2pix-ts/common/node';
import { channelsOf, DataError, depthOf, type ImagePair, type Raster } from '@pix2pix-ts/data';
import { type FolderPairs, openPairs, type StoredReading } from '@pix2pix-ts/data/node';
import type { TrainConfig } from '@pix2pix-ts/trainer';

/** What a data set says of the networks that are trained on its pictures as they are stored. */
export type ToldChannels = {
  /** How they are read, and the depth of what the model is to make. */
  readonly pictures: StoredPictures;
  /** The channels of the generator. */
  readonly generator: { readonly inChannels: number; readonly outChannels: number };
  /** Those of the discriminator. */
  readonly discriminator: { readonly conditionChannels: number; readonly targetChannels: number };
};

/**
 * The channels of a data set's first pair that can be read, which the others are then held to.
 *
 * @throws DataError of one line where there is none; UsageError where colours are to become lightness
 */
export async function toldChannels(
  data: string,
  reading: StoredReading,
  direction: TrainConfig['direction'],
): Promise<ToldChannels> {
  if (reading.lab && direction === 'BtoA')
    throw new UsageError(
      'Expected the direction AtoB with --channels lab, lightness to colours, got BtoA. Leave it out.',
    );
  const { a, b } = await firstPair(await openPairs(data, { split: 'train', stored: reading }));
  const [input, target] = direction === 'AtoB' ? [a, b] : [b, a];
  const [inChannels, outChannels] = [channelsOf(input), channelsOf(target)];
  return {
    pictures: { ...reading, depth: depthOf(target) },
    generator: { inChannels, outChannels },
    discriminator: { conditionChannels: inChannels, targetChannels: outChannels },
  };
}

async function firstPair(pairs: FolderPairs<Raster>): Promise<ImagePair<Raster>> {
  let first: DataError | undefined;
  for (const index of pairs.names.keys()) {
    try {
      return await pairs.load(index);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      first ??= error;
    }
  }
  throw first ?? new DataError('Expected at least one pair, got none. Add some.');
}
