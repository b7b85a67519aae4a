import type { DiscriminatorConfig, GeneratorConfig } from '@pix2pix-ts/models';
import type { ForeignTensors } from '../foreign-tensor.ts';

/** Where a tensor of ours is in a file. */
export type Source = {
  /** Its name there. */
  readonly key: string;
  /** Input channels by which the file's begin later than ours, which then come last: a concatenation in the other order. */
  readonly rotate?: number;
  /** What its values are multiplied by. @default 1 */
  readonly factor?: number;
  /** What it is where the file has none. @default none: it must be there */
  readonly orElse?: number;
};

/** A network that was recognised. */
export type Recognised = {
  /** What it is, in words: `U-Net 256 of pytorch-CycleGAN-and-pix2pix, batch norm, 64 filters`. */
  readonly description: string;
  /** Where each of our tensors is, by our names. */
  readonly sources: Readonly<Record<string, Source>>;
  /** What the file may have in addition, because it changes nothing. */
  isIgnored(key: string): boolean;
  /** How the file lays out its kernels, of transposed convolutions too. @default 'OIHW' (IOHW), PyTorch's */
  readonly kernels?: 'OIHW' | 'HWIO';
  /**
   * What batch norm divides by where the file is used without being told otherwise; `image-only` where it has no running
   * statistics. @default 'image'
   */
  readonly statistics?: 'image' | 'image-only' | 'running';
} & (
  | { readonly kind: 'generator'; readonly config: GeneratorConfig }
  | { readonly kind: 'discriminator'; readonly config: DiscriminatorConfig }
);

/** How many levels or blocks there are, counted from 1. */
export function countWhile(isThere: (number: number) => boolean): number {
  let count = 0;
  while (isThere(count + 1)) count++;
  return count;
}

/**
 * A code base's way to lay out a network. It knows its own by their names and kernels, reads the configuration from shapes, and leaves it to
 * its caller to compare all the shapes. @throws ConvertError where it is its own, and of a kind that cannot be expressed here
 */
export type Layout = (tensors: ForeignTensors) => Recognised | undefined;
