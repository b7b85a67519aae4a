import { type ImageSize, type Sides, sidesOf } from '@pix2pix-ts/common';
import {
  asColours,
  CHANNELS,
  channelsOf,
  type EngineResize,
  engineResize,
  inByteScale,
  lightnessOf,
  type PictureRows,
  type Pixels,
  type Raster,
  resize,
  spreadHints,
  toFloat,
  toPixels,
  toRaster,
  withChannels,
  withChroma,
} from '@pix2pix-ts/data';
import { applyGenerator, compileGenerator, type ModelMetadata, withTransposedConvolutions } from '@pix2pix-ts/models';
import { any, dispose, isNaN as isNan, type Tensor, type Tensor4D, tensor4d, tidy, zeros } from '@tensorflow/tfjs-core';
import { type BitmapEngine, bitmapEngine, bitmapOf } from './bitmap.ts';
import type { Device } from './device.ts';
import { type Fit, type FitOptions, type FittingModel, fittingOf } from './fit/fits.ts';
import { modelSides, tilingFor } from './fit/tiling.ts';
import { translateRows } from './fit/translate-rows.ts';
import { withOwnColours } from './hints/own-colours.ts';
import { checkedImage, checkSize, type ImageLike, overWhite, type TranslatedImage, withAlpha } from './image.ts';
import { mayStop } from './may-stop.ts';
import { ModelError } from './model-error.ts';
import { toInput, toPicture } from './picture-tensor.ts';
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

/** With dropout as the file says, and no seed given: the same picture every time. */
const DEFAULT_SEED = 1;

/** A translator that knows values and nothing else. */
export type PixelTranslator = Translator<ImageLike, TranslatedImage>;

/** A translator that owns these tensors. */
export function createTranslator(
  metadata: ModelMetadata,
  tensors: Readonly<Record<string, Tensor>>,
  device: Device,
  { allowNonFinite = false, compile = true } = {},
): PixelTranslator {
  const { generator } = metadata;
  const { imageSize } = generator;
  const sides = sidesOf(imageSize);
  const takesHints = metadata.hints === 'spread';
  const statistics = metadata.statistics === 'image' ? 'batch' : 'running';
  let disposed = false;
  let seed = DEFAULT_SEED;
  const ready = compile ? compileGenerator : plainGenerator;
  const network = withTransposedConvolutions(generator, tensors);
  const plain = ready(network.config, network.tensors, { statistics });
  const noisy = ready(network.config, network.tensors, { statistics, dropout: { seed: () => seed } });

  /** The model's output [B, H, W, 3] for inputs of this shape; the caller owns it. */
  function apply(input: Tensor4D, asked: 'off' | number): Tensor4D {
    if (asked === 'off') return plain.run(input);
    seed = asked;
    return noisy.run(input);
  }

  /** What the model makes of images of one size, which it takes; one that was trained with hints fills them in first. */
  async function runModel(inputs: readonly Pixels[], asked: 'off' | number): Promise<Pixels[]> {
    if (!takesHints) return runNetwork(inputs, asked);
    const one = async (picture: Pixels) => (await runNetwork([picture], asked))[0] as Pixels;
    const outputs: Pixels[] = [];
    for (const input of inputs) outputs.push(await withOwnColours(spreadHints(input), one));
    return outputs;
  }

  /** What the network makes of images of one size. */
  async function runNetwork(inputs: readonly Pixels[], asked: 'off' | number): Promise<Pixels[]> {
    const [size = sides] = inputs;
    return toImages(await valuesOf(() => toTensor(inputs, size), asked), size);
  }

  /** The values that the network makes of these, which have been checked. */
  async function valuesOf(input: () => Tensor4D, asked: 'off' | number): Promise<Float32Array> {
    expectModel();
    const output = tidy(() => apply(input(), asked));
    const values = await output.data<'float32'>().finally(() => output.dispose());
    // Weights can be finite and still too large, and NaN would come out as black.
    if (!allowNonFinite && values.some(Number.isNaN)) throw new ModelError(NO_PICTURE);
    return values;
  }

  async function run(images: readonly ImageLike[], asked: 'off' | number): Promise<TranslatedImage[]> {
    const inputs = images.map((image) => resize(overWhite(image), sides.width, sides.height));
    const outputs = await runModel(inputs, asked);
    return images.map(({ width, height }, i) => withAlpha(resize(outputs[i] as Pixels, width, height)));
  }

  const isOfColours = generator.inChannels === CHANNELS && generator.outChannels === CHANNELS;
  const outputDepth = metadata.pictures?.depth ?? 8;
  const takesLightness = metadata.pictures?.lab === true;

  /** Pictures with their own lightness, at their full size, and the colours that the model gives it. */
  async function colourised(pictures: readonly Pixels[], options: Pick<TranslateOptions, 'dropout' | 'signal'>) {
    const lightness = pictures.map(lightnessOf);
    const chroma = await translateRasters(lightness, options);
    return lightness.map((one, i) => withAlpha(withChroma(one, chroma[i] as Raster)));
  }

  async function translateRasters(
    pictures: readonly Raster[],
    { dropout = usual, signal }: Pick<TranslateOptions, 'dropout' | 'signal'> = {},
  ): Promise<Raster[]> {
    expectModel();
    signal?.throwIfAborted();
    const inputs = pictures.map((picture) => {
      checkSize(picture);
      return resize(withChannels(picture, generator.inChannels), sides.width, sides.height);
    });
    const outputs: Raster[] = [];
    const atOnce = dropout === 'off' && statistics === 'running' ? Math.max(1, inputs.length) : 1;
    for (let first = 0; first < inputs.length; first += atOnce) {
      await mayStop(signal);
      outputs.push(...(await runRasters(inputs.slice(first, first + atOnce), dropout)));
    }
    return outputs.map((output, i) => {
      const { width, height } = pictures[i] as Raster;
      return resize(output, width, height);
    });
  }

  /** What the network makes of pictures of its size; one with hints works on bytes. */
  async function runRasters(inputs: readonly Raster[], asked: 'off' | number): Promise<Raster[]> {
    if (takesHints) return runModel(inputs.map(asColours), asked);
    const { inChannels, outChannels } = generator;
    const { width, height } = sides;
    const values = await valuesOf(() => toTensor(inputs, sides, inChannels), asked);
    const length = width * height * outChannels;
    return inputs.map((_, i) => toRaster(values.subarray(i * length, (i + 1) * length), width, height, outputDepth));
  }

  /** The model as it is given pictures one by one. */
  function fittingModel(asked: 'off' | number): FittingModel {
    const translate = async (picture: Pixels) => (await runModel([picture], asked))[0] as Pixels;
    return { ...modelSides(metadata), translate };
  }

  const usual = metadata.dropout === 'off' ? 'off' : DEFAULT_SEED;

  function expectModel(): void {
    if (disposed) throw new Error('Expected a translator with a model, got one after dispose(). Load it again.');
  }

  async function translateBatch(images: readonly ImageLike[], options: TranslateOptions = {}) {
    expectModel();
    const { dropout = usual, fit = 'stretch', signal } = options;
    const fitted = fittingOf(fit, options);
    signal?.throwIfAborted();
    if (!isOfColours) {
      requireStretch(metadata, fit);
      if (takesLightness) return colourised(images.map(overWhite), { dropout, signal });
      return (await translateRasters(images.map(checkedImage), { dropout, signal })).map(toShow);
    }
    if (fit === 'stretch' && dropout === 'off' && statistics === 'running')
      return images.length === 0 ? [] : run(images, dropout);
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

  async function runOnBitmap(
    { read, draw, resize }: BitmapEngine,
    bitmap: ImageBitmap,
    asked: 'off' | number,
  ): Promise<ImageBitmap> {
    const { picture, hasNan } = tidy(() => {
      const output = apply(toInput(read(bitmap), resize, sides), asked);
      return { picture: toPicture(output, resize, bitmap.width, bitmap.height), hasNan: any(isNan(output)) };
    });
    try {
      const translated = draw(picture);
      try {
        // One value is read: it tells when the picture is there, so that no caller runs ahead of the card.
        const [nan] = await hasNan.data();
        if (nan) throw new ModelError(NO_PICTURE);
        return translated;
      } catch (error) {
        translated.close();
        throw error;
      }
    } finally {
      dispose([picture, hasNan]);
    }
  }

  return {
    device,
    metadata,
    imageSize,
    tensors,
    translateRasters,
    translateBatch,
    translate,
    async *translateRows(picture, options = {}) {
      expectModel();
      requireStretch(metadata, 'tile');
      checkSize(picture);
      const model = fittingModel(options.dropout ?? usual);
      const tiling = tilingFor(model, picture, options.tile);
      yield* translateRows(picture, { ...options, tiling, translateTile: model.translate });
    },
    async translateBitmap(bitmap, options = {}) {
      expectModel();
      const { fit = 'stretch', dropout = usual } = options;
      const engine = allowNonFinite || takesHints || !isOfColours || fit !== 'stretch' ? undefined : bitmapEngine();
      if (!engine) return bitmapOf(await translate(readBitmap(bitmap), options));
      return runOnBitmap(engine, bitmap, dropout);
    },
    rehearse() {
      expectModel();
      tidy(() => {
        const output = apply(zeros([1, sides.height, sides.width, generator.inChannels]), usual);
        const resize = engineResize();
        if (resize && isOfColours) rehearsePicture(output, resize);
      });
    },
    dispose() {
      if (!disposed) dispose([{ ...tensors }, network.added]);
      disposed = true;
      plain.dispose();
      noisy.dispose();
    },
  };
}

const NO_PICTURE =
  'Expected a picture from the model, got values that are not a number. Its weights are damaged, or training diverged; use an earlier checkpoint.';

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

/** What comes before and after the model where bitmaps are translated. */
function rehearsePicture(output: Tensor4D, resize: EngineResize): void {
  const [, height, width] = output.shape;
  toInput(zeros([2 * height, 2 * width, 4], 'int32'), resize, { width, height });
  toPicture(output, resize, 2 * width, 2 * height);
  any(isNan(output));
}

/** The same as `compileGenerator`, without being compiled. */
const plainGenerator: typeof compileGenerator = (config, tensors, mode) => ({
  run: (x) => tidy(() => applyGenerator(config, tensors, x, mode)),
  dispose: () => {},
});

/** The values of images of one size, [B, height, width, channels] in [-1, 1]. */
function toTensor(images: readonly Raster[], { width, height }: Sides, channels = CHANNELS): Tensor4D {
  const length = width * height * channels;
  const values = new Float32Array(images.length * length);
  for (const [i, image] of images.entries()) toFloat(image, values, i * length);
  return tensor4d(values, [images.length, height, width, channels]);
}

function toImages(
  values: ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> },
  { width, height }: Sides,
): Pixels[] {
  const length = width * height * CHANNELS;
  return Array.from({ length: values.length / length }, (_, i) =>
    toPixels(values.subarray(i * length, (i + 1) * length), width, height),
  );
}
