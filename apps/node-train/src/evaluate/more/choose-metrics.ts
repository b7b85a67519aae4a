import { type ImageSize, shorterSide } from '@pix2pix-ts/common';
import { UsageError } from '@pix2pix-ts/common/node';
import { MS_SSIM_LEAST } from '@pix2pix-ts/metrics';
import { type FeatureNetwork, featureNetworks } from '@pix2pix-ts/models';
import { MORE_METRICS, MORE_NAMES, type MoreMetricName } from './more-metrics.ts';

/** The usual files of each network. */
const USUAL_FILES: Readonly<Record<FeatureNetwork, string>> = {
  inception: 'pt_inception-2015-12-05-6726825d.pth --out inception.safetensors',
  lpips: 'alexnet-owt-7be5be79.pth alex.pth --out lpips.safetensors',
};

/**
 * What is measured: what was asked for, or else all that the given networks are needed for.
 *
 * @throws UsageError where one needs a network that was not given
 */
export function chosenMetrics(
  asked: readonly MoreMetricName[] | undefined,
  given: ReadonlySet<FeatureNetwork>,
): MoreMetricName[] {
  const networkOf = (name: MoreMetricName) => MORE_METRICS[name].network;
  const isPossible = (name: MoreMetricName) => {
    const network = networkOf(name);
    return network !== undefined && given.has(network);
  };
  const chosen = asked ?? MORE_NAMES.filter(isPossible);
  const without = chosen.find((name) => networkOf(name) !== undefined && !isPossible(name));
  if (without === undefined) return [...chosen];
  const network = networkOf(without) as FeatureNetwork;
  throw new UsageError(
    `Expected --features with the weights of ${featureNetworks[network].description} for ${without}, got none. Download and convert them once: pix2pix convert ${USUAL_FILES[network]}.`,
  );
}

/** @throws UsageError where the model's images are too small for one of them, or too few */
export function checkMetrics(names: readonly MoreMetricName[], imageSize: ImageSize, pairs: number): void {
  const side = shorterSide(imageSize);
  if (names.includes('ms-ssim') && side < MS_SSIM_LEAST)
    throw new UsageError(
      `Expected a model of images of at least ${MS_SSIM_LEAST} px for ms-ssim, got one of ${side} px. Leave ms-ssim out.`,
    );
  const ofSets = names.find((name) => MORE_METRICS[name].network === 'inception');
  if (ofSets !== undefined && pairs < 2)
    throw new UsageError(`Expected at least two pairs for ${ofSets}, got ${pairs}. Use more of them (--split all).`);
}
