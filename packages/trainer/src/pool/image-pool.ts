import { assign } from '@pix2pix-ts/ops';
import { add, concat, mul, reshape, slice, sub, sum, type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { PoolDraws } from './pool-draws.ts';

/**
 * Images that were generated before, for the discriminator to see again (Shrivastava et al. 2017), so that it does not forget
 * what the generator did a while ago. Owned by the training state.
 */
export type ImagePool = {
  /** [places, H, W, C]: generated images, each with its condition behind it. */
  images: Tensor4D;
};

/**
 * What the discriminator is shown of generated images, one after the other; they change the pool in its place.
 *
 * @param fakes [B, H, W, C], each with its condition
 * @returns of the same shape, owned by the caller
 */
export function exchange(pool: ImagePool, fakes: Tensor4D, { read, write }: PoolDraws): Tensor4D {
  const shown = Array.from({ length: fakes.shape[0] }, (_, i) => exchangeOne(pool, fakes, i, read, write));
  return concat(shown, 0);
}

function exchangeOne(pool: ImagePool, fakes: Tensor4D, index: number, read: Tensor2D, write: Tensor2D): Tensor4D {
  const [, height, width, channels] = fakes.shape;
  const [places] = pool.images.shape;
  const column = (of: Tensor2D) => reshape(slice(of, [index, 0], [1, places]), [places, 1, 1, 1]) as Tensor4D;
  return tidy(() => {
    const fake = slice(fakes, [index, 0, 0, 0], [1, height, width, channels]);
    const [wanted, replaced] = [column(read), column(write)];
    const kept = sum(mul(pool.images, wanted), 0, true); // [1, H, W, C]; exact: all but one are multiplied by 0
    const shown = add(kept, mul(fake, sub(1, sum(wanted)))) as Tensor4D;
    pool.images = assign(pool.images, add(mul(pool.images, sub(1, replaced)), mul(fake, replaced)) as Tensor4D);
    return shown;
  });
}
