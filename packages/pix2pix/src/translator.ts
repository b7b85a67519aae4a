import { type ImageSize, sidesOf } from '@pix2pix-ts/common';
import {
  asColours,
  CHANNELS,
  channelsOf,
  inByteScale,
  lightnessOf,
  type PictureRows,
  type Pixels,
  type Raster,
  resize,
  withChroma,
} from '@pix2pix-ts/data';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { type Rank, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Device } from './device.ts';
import { type Fit, type FitOptions, type FittingModel, fittingOf } from './fit/fits.ts';
import { modelSides, tilingFor } from './fit/tiling.ts';
import { translateRows } from './fit/translate-rows.ts';
import { checkedImage, checkSize, type ImageLike, overWhite, type TranslatedImage, withAlpha } from './image.ts';
import { mayStop } from './may-stop.ts';
import { bitmapEngine, bitmapOf } from './network/bitmap-engine.ts';
import { onColours } from './network/colours.ts';
import { createNetwork, type Dropout } from './network/network.ts';
import { rehearseOnCard, translateOnCard } from './network/on-card.ts';
import { onRasters, type RasterOptions } from './network/rasters.ts';
import type { Translation } from './result/translation.ts';
import type { PictureSource } from './sources/picture-source.ts';
import { readBitmap } from './sources/read-drawable.ts';

/** How images are translated. */
export type TranslateOptions = FitOptions & {
  /**
   * How an image of another size or form gets to the model: `stretch` resizes it, `pad` resizes it in its own form and
   * continues its edges, `crop` takes the largest part in the middle, and `tile` takes it as it is, in tiles that overlap.
   * The result has the image's size, with `crop` that of the part.
   *
   * @default 'stretch'
   */
  fit?: Fit | undefined;
  /** No dropout, or the noise of this seed: another seed gives another picture. @default what the model's file says */
  dropout?: 'off' | number | undefined;
};

/** A model that is ready to translate images: anything that is a picture here, to results that can be shown and kept. */
export type Translator<Source = PictureSource, Result extends TranslatedImage = Translation> = {
  /** What the model runs on, and why. */
  readonly device: Device;
  /** What the model's file says about it: configuration, direction, how it was trained, licence. */
  readonly metadata: ModelMetadata;
  /**
   * The size of the images that the model works on, a number where they are square; others are resized to it and the result
   * back.
   */
  readonly imageSize: ImageSize;
  /** The generator's weights by name, as they are on the engine; the translator owns them. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /**
   * Translates an image of any size; the result has the same size, or with `fit: 'crop'` that of its middle part.
   *
   * @throws TypeError where the source is no picture, or not in 8 bits; RangeError where its values do not fit its size, or an
   *   option does not fit the model; DataError where it cannot be read, as a video that has not loaded; ModelError where the
   *   model gives NaN, unless it was loaded with `allowNonFinite`; the signal's reason; Error after `dispose`
   */
  translate(source: Source, options?: TranslateOptions): Promise<Result>;
  /**
   * Translates pictures with their channels and depth, in the direction of the model: of as many channels as it takes, or of 1, 3 or
   * 4 that can become so, to as many as it makes, with the depth of the pictures that it was trained on. They are resized to the
   * model and back. What is no colours of 8 bits is translated here as exactly as it is read; `translate` gives what can be shown.
   *
   * @throws DataError where the channels do not fit; what `translate` throws
   */
  translateRasters(
    pictures: readonly Raster[],
    options?: Pick<TranslateOptions, 'dropout' | 'signal'>,
  ): Promise<Raster[]>;
  /** Translates images at once, which is faster for small models; each comes out as it would on its own. */
  translateBatch(sources: readonly Source[], options?: TranslateOptions): Promise<Result[]>;
  /**
   * Translates a picture whose rows are read when they are needed, as `fit: 'tile'` does, and yields the result's rows from
   * top to bottom: for pictures that are larger than the memory. One band of tiles is in memory, about 15 bytes for each
   * pixel of the picture's width times a tile's height.
   *
   * @throws as `translate`, and what `read` throws
   */
  translateRows(picture: PictureRows, options?: Omit<TranslateOptions, 'fit'>): AsyncGenerator<Pixels>;
  /**
   * Translates what a bitmap shows, in a page or a worker: for pictures that are only to be seen. On
   * `@pix2pix-ts/backend-webgpu` the pixels stay on the graphics card; elsewhere they are read and painted, to the same picture.
   *
   * @param bitmap stays the caller's
   * @returns a bitmap of the same size, which the caller closes or hands on
   * @throws as `translate`; Error where there are no bitmaps, as in Node
   */
  translateBitmap(bitmap: ImageBitmap, options?: TranslateOptions): Promise<ImageBitmap>;
  /**
   * Runs the model on a grey image, reads nothing and keeps nothing: for an engine that compiles what it is going to run, as
   * `warmUp` of @pix2pix-ts/backend-webgpu does.
   */
  rehearse(): void;
  /** Frees the model's memory; the translator cannot be used any more. */
  dispose(): void;
};

/** A translator that knows values and nothing else. */
export type PixelTranslator = Translator<ImageLike, TranslatedImage>;

/** A translator that owns these tensors. */
export function createTranslator(
  metadata: ModelMetadata,
  tensors: Readonly<Record<string, Tensor>>,
  device: Device,
  options?: { allowNonFinite?: boolean; compile?: boolean },
): PixelTranslator {
  const { generator, hints, pictures } = metadata;
  const sides = sidesOf(generator.imageSize);
  const isOfColours = generator.inChannels === CHANNELS && generator.outChannels === CHANNELS;
  const network = createNetwork(metadata, tensors, options);
  const runOnColours = onColours(network, metadata);
  const translateRasters = onRasters(network, metadata, runOnColours);

  /** Images that the model sees at once. */
  async function stretched(images: readonly ImageLike[], dropout: Dropout): Promise<TranslatedImage[]> {
    const inputs = images.map((image) => resize(overWhite(image), sides.width, sides.height));
    const outputs = await runOnColours(inputs, dropout);
    return images.map(({ width, height }, i) => withAlpha(resize(outputs[i] as Pixels, width, height)));
  }

  /** The model as it is given pictures one by one. */
  function fittingModel(dropout: Dropout): FittingModel {
    const translate = async (picture: Pixels) => (await runOnColours([picture], dropout))[0] as Pixels;
    return { ...modelSides(metadata), translate };
  }

  /** Images for a model of other channels, as they can be shown. */
  async function shown(images: readonly ImageLike[], options: RasterOptions): Promise<TranslatedImage[]> {
    if (!pictures?.lab) return (await translateRasters(images.map(checkedImage), options)).map(toShow);
    // Each keeps its own lightness, at its full size, and gets its colours from the model.
    const lightness = images.map((image) => lightnessOf(overWhite(image)));
    const chroma = await translateRasters(lightness, options);
    return lightness.map((one, i) => withAlpha(withChroma(one, chroma[i] as Raster)));
  }

  async function translateBatch(images: readonly ImageLike[], options: TranslateOptions = {}) {
    network.expectLoaded();
    const { dropout = network.usualDropout, fit = 'stretch', signal } = options;
    const fitted = fittingOf(fit, options);
    signal?.throwIfAborted();
    if (!isOfColours) {
      requireStretch(metadata, fit);
      return shown(images, { dropout, signal });
    }
    if (fit === 'stretch' && network.isAlike(dropout)) return images.length === 0 ? [] : stretched(images, dropout);
    // An image's noise depends on its place in the batch, its statistics on the others: one by one they are its own.
    const translated: TranslatedImage[] = [];
    for (const image of images) {
      await mayStop(signal);
      translated.push(withAlpha(await fitted(overWhite(image), fittingModel(dropout), options)));
    }
    return translated;
  }

  async function translate(image: ImageLike, options?: TranslateOptions): Promise<TranslatedImage> {
    const [translated] = await translateBatch([image], options);
    return translated as TranslatedImage;
  }

  return {
    device,
    metadata,
    imageSize: generator.imageSize,
    tensors,
    translateRasters,
    translateBatch,
    translate,
    async *translateRows(picture, options = {}) {
      network.expectLoaded();
      requireStretch(metadata, 'tile');
      checkSize(picture);
      const model = fittingModel(options.dropout ?? network.usualDropout);
      const tiling = tilingFor(model, picture, options.tile);
      yield* translateRows(picture, { ...options, tiling, translateTile: model.translate });
    },
    async translateBitmap(bitmap, options = {}) {
      network.expectLoaded();
      const { fit = 'stretch', dropout = network.usualDropout } = options;
      const needsValues = network.allowNonFinite || hints === 'spread' || !isOfColours || fit !== 'stretch';
      const engine = needsValues ? undefined : bitmapEngine();
      if (!engine) return bitmapOf(await translate(readBitmap(bitmap), options));
      return translateOnCard(network, sides, engine, bitmap, dropout);
    },
    rehearse() {
      network.expectLoaded();
      tidy(() => {
        const input = zeros<Rank.R4>([1, sides.height, sides.width, generator.inChannels]);
        const output = network.apply(input, network.usualDropout);
        if (isOfColours) rehearseOnCard(output);
      });
    },
    dispose: network.dispose,
  };
}

/** @throws RangeError where a picture is to be fitted in a way that is for colours alone */
function requireStretch({ generator: { inChannels, outChannels } }: ModelMetadata, fit: Fit): void {
  if (fit === 'stretch' || (inChannels === CHANNELS && outChannels === CHANNELS)) return;
  throw new RangeError(
    `Expected fit 'stretch' with a model from ${inChannels} to ${outChannels} channels, got '${fit}', which is for colours. Leave it out.`,
  );
}

/** What a model made, as an image that can be shown; four channels are colours and their alpha. */
function toShow(picture: Raster): TranslatedImage {
  if (channelsOf(picture) !== 4) return withAlpha(asColours(picture));
  const { width, height } = picture;
  return { data: Uint8ClampedArray.from(inByteScale(picture).data), width, height };
}
