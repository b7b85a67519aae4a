import type { PatchConfig } from '@pix2pix-ts/models';

/**
 * The pixels from `first` to `last` that the convolutions before the discriminator's logit number `index` of a row reach;
 * those beyond the image are its padding. The field is 94 pixels wide: 4, then twice as many and 2 more for each block.
 */
export function patchField({ layers }: PatchConfig, index: number): { first: number; last: number } {
  let [first, last] = [index - 2, index + 1]; // the final layer: 4 wide, padded by 2 at the left and top
  for (let layer = 0; layer < layers; layer++) [first, last] = [2 * first - 1, 2 * last + 2]; // 4 wide, stride 2, padded by 1
  return { first, last };
}
