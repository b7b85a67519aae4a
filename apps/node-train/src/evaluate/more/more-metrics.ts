import { UsageError } from '@pix2pix-ts/common/node';
import type { FeatureNetwork } from '@pix2pix-ts/models';
import { suggest } from '../../cli/nearest.ts';

/** What `evaluate` measures where it is asked to, in addition to what every evaluation has. */
export const MORE_METRICS = {
  'ms-ssim': { label: 'MS-SSIM', digits: 4, network: undefined },
  fid: { label: 'FID', digits: 2, network: 'inception' },
  kid: { label: 'KID', digits: 4, network: 'inception' },
  lpips: { label: 'LPIPS', digits: 4, network: 'lpips' },
} as const satisfies Record<string, { label: string; digits: number; network: FeatureNetwork | undefined }>;

/** The name of one of them. */
export type MoreMetricName = keyof typeof MORE_METRICS;

/** Their names. */
export const MORE_NAMES = Object.keys(MORE_METRICS) as MoreMetricName[];

/** The value of `--metrics`. */
export function moreMetrics(text: string, flag: string): MoreMetricName[] {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !Object.hasOwn(MORE_METRICS, word));
  if (unknown !== undefined)
    throw new UsageError(
      `Expected ${flag} to be some of ${MORE_NAMES.join(', ')}, separated by commas, got '${unknown}'. ${suggest(unknown, MORE_NAMES, 'Use some of these; L1, PSNR and SSIM are always there.')}`,
    );
  return MORE_NAMES.filter((name) => words.includes(name));
}
