import { type StoredPictures, sidesOf } from '@pix2pix-ts/common';
import {
  asAnswer,
  asColours,
  asShown,
  channelsOf,
  inByteScale,
  type PairSource,
  type Pixels,
  type Raster,
  requireChannels,
  transformPair,
} from '@pix2pix-ts/data';
import {
  createEvaluation,
  createMeanImage,
  type EvaluatedImage,
  type Evaluation,
  type Image,
  type Metrics,
} from '@pix2pix-ts/metrics';
import type { ImageLike, TranslatedImage, Translator } from '@pix2pix-ts/pix2pix';
import type { MoreFigure, MoreFigures } from './more/more-figures.ts';

/** A held-out pair and what the model made of it, all of the model's size and as one can look at them. */
export type EvaluatedPair = {
  readonly name: string;
  readonly input: Pixels;
  readonly output: Pixels;
  readonly target: Pixels;
  readonly metrics: Metrics;
};

type LoadedPair = { readonly name: string; readonly input: Raster; readonly target: Raster };

/** How far it is: first the mean of the training targets is taken, then images are translated. */
export type EvaluateProgress = { readonly phase: 'mean' | 'translate'; readonly done: number; readonly total: number };

/** What is evaluated. */
export type EvaluateOptions = {
  /** Stays the caller's. */
  translator: Translator<ImageLike, TranslatedImage>;
  /** The held-out pairs. */
  pairs: PairSource<Raster>;
  /** The pairs of the training split, whose mean target is the second baseline; null leaves that out. */
  trainPairs: PairSource<Raster> | null;
  /** What is measured in addition, and stays the caller's. @default nothing */
  more?: MoreFigures | undefined;
  onProgress?: ((progress: EvaluateProgress) => void) | undefined;
  /** Called for each held-out pair in turn. */
  onPair?: ((pair: EvaluatedPair) => void) | undefined;
  signal?: AbortSignal | undefined;
};

/** Pixels that are translated at once: 16 images of 64 px, one of 256 px or more. */
const PIXELS_AT_ONCE = 65_536;

/**
 * Translates held-out pairs in the model's direction, without dropout unless the model's file says otherwise, and compares
 * at the model's size: L1, PSNR and SSIM next to what the input itself and the mean target would get.
 *
 * @throws RangeError where there are no pairs; what loading a pair rejects with; the signal's reason when it is aborted
 */
export async function evaluateModel({
  translator,
  pairs,
  trainPairs,
  more,
  onProgress,
  onPair,
  signal,
}: EvaluateOptions): Promise<Evaluation> {
  const { width, height } = sidesOf(translator.imageSize);
  const load = loaderFor(translator);
  const { pictures } = translator.metadata;
  const isLab = pictures?.lab === true;
  const meanTarget = trainPairs && (await meanTargetOf(trainPairs, load, pictures, onProgress, signal));
  const figures = createEvaluation({ meanTarget });
  const total = pairs.names.length;
  const chunk = Math.max(1, Math.floor(PIXELS_AT_ONCE / (width * height)));
  let done = 0;
  for await (const loaded of inChunks(pairs, chunk, load, signal)) {
    const outputs = await translator.translateRasters(loaded.map(({ input }) => input));
    const shown = loaded.map(({ name, input, target }, i) => {
      const output = outputs[i] as Raster;
      const pair = {
        name,
        input: asColours(input),
        output: asShown(pictures, input, output),
        target: asShown(pictures, input, target),
      };
      const metrics = figures.add(isLab ? pair : exactly({ input, output, target }));
      onPair?.({ ...pair, metrics });
      return pair;
    });
    await more?.add(shown, meanTarget);
    done += loaded.length;
    onProgress?.({ phase: 'translate', done, total });
  }
  return more ? withMore(figures.result(), more.result()) : figures.result();
}

/** Each figure beside those that every evaluation has; the mean target has no figure where it is none of a set. */
function withMore(evaluation: Evaluation, figures: Record<string, MoreFigure>): Evaluation {
  const of = (answer: keyof MoreFigure) =>
    Object.fromEntries(
      Object.entries(figures).flatMap(([name, { [answer]: figure }]) => (figure === null ? [] : [[name, figure]])),
    ) as Record<string, number>;
  const { input, mean } = evaluation.baselines;
  return {
    ...evaluation,
    ...of('model'),
    baselines: { input: { ...input, ...of('input') }, mean: mean && { ...mean, ...of('mean') } },
  };
}

/** An image to be compared with all bits that it has; the input with the channels of the target. */
function exactly({ input, output, target }: Record<'input' | 'output' | 'target', Raster>): EvaluatedImage {
  const answer = inByteScale(asAnswer(input, channelsOf(target)));
  return { input: answer, output: inByteScale(output), target: inByteScale(target) };
}

/** How a pair becomes the model's input and target. */
function loaderFor({ imageSize, metadata: { direction, generator } }: Translator<ImageLike, TranslatedImage>) {
  return async (source: PairSource<Raster>, index: number): Promise<LoadedPair> => {
    const pair = transformPair(await source.load(index), { imageSize, direction });
    const name = source.names[index] as string;
    requireChannels(pair, { input: generator.inChannels, target: generator.outChannels }, name);
    return { name, ...pair };
  };
}

async function meanTargetOf(
  source: PairSource<Raster>,
  load: ReturnType<typeof loaderFor>,
  pictures: StoredPictures | undefined,
  onProgress: EvaluateOptions['onProgress'],
  signal?: AbortSignal,
): Promise<Image> {
  const mean = createMeanImage();
  const total = source.names.length;
  let done = 0;
  for await (const loaded of inChunks(source, 16, load, signal)) {
    for (const { input, target } of loaded)
      mean.add(pictures?.lab ? asShown(pictures, input, target) : inByteScale(target));
    done += loaded.length;
    onProgress?.({ phase: 'mean', done, total });
  }
  return mean.image();
}

/** The pairs in their order, some at a time, while the next ones are being decoded. */
async function* inChunks(
  source: PairSource<Raster>,
  size: number,
  load: ReturnType<typeof loaderFor>,
  signal?: AbortSignal,
): AsyncGenerator<LoadedPair[]> {
  const start = (first: number) => {
    const indices = [...source.names.keys()].slice(first, first + size);
    const loading = Promise.all(indices.map((index) => load(source, index)));
    loading.catch(() => {}); // reported when its turn comes
    return loading;
  };
  let next = start(0);
  for (let first = 0; first < source.names.length; first += size) {
    signal?.throwIfAborted();
    const loaded = await next;
    next = start(first + size);
    yield loaded;
  }
}
