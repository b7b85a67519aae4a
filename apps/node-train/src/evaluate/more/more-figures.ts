import { type Pixels, toFloat } from '@pix2pix-ts/data';
import {
  createFeatureMoments,
  type FeatureMoments,
  type Features,
  frechetDistance,
  type Image,
  kernelDistance,
  msSsim,
} from '@pix2pix-ts/metrics';
import { applyInception, type FeatureNetwork, INCEPTION_FEATURES, lpipsDistance } from '@pix2pix-ts/models';
import { dispose, type Tensor, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { FeatureWeights } from '../../models/read-features.ts';
import type { MoreMetricName } from './more-metrics.ts';

/** Pictures of an evaluation, all of one size. */
type Compared = { readonly input: Pixels; readonly output: Pixels; readonly target: Pixels };

/** What the model gets, and what the two answers that need no network get; null where there is no such answer, or figure. */
export type MoreFigure = { readonly model: number; readonly input: number; readonly mean: number | null };

/** Figures in addition to those of every evaluation, over images that come some at a time. */
export type MoreFigures = {
  /** Counts these images, whose pixels it does not keep. */
  add(images: readonly Compared[], meanTarget: Image | null): Promise<void>;
  /** The figures by their names. */
  result(): Record<string, MoreFigure>;
  /** Frees the networks. */
  dispose(): void;
};

/** What measures these; the networks' tensors are made on the current engine. */
export function createMoreFigures(
  names: readonly MoreMetricName[],
  features: ReadonlyMap<FeatureNetwork, FeatureWeights>,
): MoreFigures {
  const tensorsOf = (network: FeatureNetwork) => (features.get(network) as FeatureWeights).tensors();
  const parts: MoreFigures[] = [];
  if (names.includes('ms-ssim')) parts.push(ofEachImage('ms-ssim', {}, async (image, target) => msSsim(image, target)));
  if (names.includes('lpips')) {
    const tensors = tensorsOf('lpips');
    parts.push(ofEachImage('lpips', tensors, (image, target) => lpipsOf(tensors, image, target)));
  }
  const ofSets = names.filter((name) => name === 'fid' || name === 'kid');
  if (ofSets.length > 0) parts.push(ofImageSets(ofSets, tensorsOf('inception')));
  return {
    async add(images, meanTarget) {
      for (const part of parts) await part.add(images, meanTarget);
    },
    result: () => Object.assign({}, ...parts.map((part) => part.result())),
    dispose() {
      for (const part of parts) part.dispose();
    },
  };
}

/** The mean of what each image gets by itself. */
function ofEachImage(
  name: MoreMetricName,
  tensors: Record<string, Tensor>,
  measure: (image: Image, target: Image) => Promise<number>,
): MoreFigures {
  let [images, model, ofInput, ofMean, hasMean] = [0, 0, 0, 0, false];
  return {
    async add(added, meanTarget) {
      for (const { input, output, target } of added) {
        model += await measure(output, target);
        ofInput += await measure(input, target);
        if (meanTarget) ofMean += await measure(meanTarget, target);
        hasMean = meanTarget !== null;
        images++;
      }
    },
    result: () => ({
      [name]: { model: model / images, input: ofInput / images, mean: hasMean ? ofMean / images : null },
    }),
    dispose: () => dispose(tensors),
  };
}

async function lpipsOf(tensors: Record<string, Tensor>, image: Image, target: Image): Promise<number> {
  const distance = tidy(() => lpipsDistance(tensors, tensorOf(image), tensorOf(target)));
  const [value] = await distance.data();
  distance.dispose();
  return value as number;
}

/** FID and KID of the outputs, and of the inputs, with the targets. The mean target is a single picture, and no set. */
function ofImageSets(names: readonly MoreMetricName[], tensors: Record<string, Tensor>): MoreFigures {
  const [outputs, inputs, targets] = [setOf(names), setOf(names), setOf(names)];
  const featuresOf = async (image: Image): Promise<Float32Array> => {
    const features = tidy(() => applyInception(tensors, tensorOf(image)));
    const values = (await features.data()) as Float32Array;
    features.dispose();
    return values;
  };
  return {
    async add(images) {
      for (const { input, output, target } of images) {
        outputs.add(await featuresOf(output));
        inputs.add(await featuresOf(input));
        targets.add(await featuresOf(target));
      }
    },
    result() {
      const figures: Record<string, MoreFigure> = {};
      if (names.includes('fid')) {
        const target = targets.moments.result();
        const fid = (set: ImageSet) => frechetDistance(set.moments.result(), target);
        figures.fid = { model: fid(outputs), input: fid(inputs), mean: null };
      }
      if (names.includes('kid')) {
        const target = targets.features();
        const kid = (set: ImageSet) => kernelDistance(set.features(), target).mean;
        figures.kid = { model: kid(outputs), input: kid(inputs), mean: null };
      }
      return figures;
    },
    dispose: () => dispose(tensors),
  };
}

/** The features of a set of images. */
type ImageSet = { add(features: Float32Array): void; readonly moments: FeatureMoments; features(): Features };

/** Only KID has to keep the features themselves, 8 kB of each image. */
function setOf(names: readonly MoreMetricName[]): ImageSet {
  const moments = createFeatureMoments();
  const kept: Float32Array[] = [];
  const dimensions = INCEPTION_FEATURES;
  return {
    add(values) {
      if (names.includes('fid')) moments.add({ values, dimensions });
      if (names.includes('kid')) kept.push(values.slice());
    },
    moments,
    features() {
      const values = new Float32Array(kept.length * dimensions);
      for (const [i, each] of kept.entries()) values.set(each, i * dimensions);
      return { values, dimensions };
    },
  };
}

/** [1, H, W, 3] in [-1, 1]. */
function tensorOf(image: Image): Tensor4D {
  return tensor4d(toFloat(image as Pixels), [1, image.height, image.width, 3]);
}
