import type { DiscriminatorConfig } from '@pix2pix-ts/models';
import { chooseNetwork } from './choose-network.ts';
import type { ConvertedTensor } from './recognise.ts';

/** A discriminator of another code base as one of ours. */
export type ConvertedDiscriminator = {
  /** What was recognised, in words. */
  readonly description: string;
  /** Where the file had it; '' for a file that holds nothing else. */
  readonly path: string;
  /** For `applyDiscriminator`; that target and condition have the same number of channels is a guess, which no file tells. */
  readonly config: DiscriminatorConfig;
  /** Its tensors, each read from the file's bytes when it is asked for. */
  readonly tensors: readonly ConvertedTensor[];
};

/**
 * Recognises the discriminator in a weights file of another code base, as `convertGenerator` does the generator.
 *
 * @param network its path, where a file holds several
 * @throws ConvertError of one line, where the file is damaged, is something else, or holds no discriminator that is known
 */
export function convertDiscriminator(
  bytes: Uint8Array,
  { network }: { network?: string } = {},
): ConvertedDiscriminator {
  const { path, recognised } = chooseNetwork(bytes, 'discriminator', network);
  const { description, tensors } = recognised;
  return { description, path, config: recognised.config as DiscriminatorConfig, tensors };
}
