import type { Image } from './image.ts';
import { l1 } from './l1.ts';
import { psnr } from './psnr.ts';
import { ssim } from './ssim.ts';

/** How near an image is to its target: L1 the smaller the better, PSNR (dB) and SSIM the larger. */
export type Metrics = {
  /** @see l1 */
  readonly l1: number;
  /** @see psnr */
  readonly psnr: number;
  /** @see ssim */
  readonly ssim: number;
};

/**
 * All three metrics of an image.
 *
 * @throws RangeError where the sizes differ, or a side is shorter than SSIM's window of 11
 */
export function compareImages(image: Image, target: Image): Metrics {
  return { l1: l1(image, target), psnr: psnr(image, target), ssim: ssim(image, target) };
}
