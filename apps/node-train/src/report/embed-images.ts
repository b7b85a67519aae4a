import { joinSideBySide, MAX_PIXELS, type Pixels } from '@pix2pix-ts/data';
import { readRegularFile } from '@pix2pix-ts/data/node';
import sharp, { type Sharp } from 'sharp';
import type { EmbeddedImage, EmbeddedResult, EmbeddedSample } from './report.ts';
import { thinOut, thinToBudget } from './thin-out.ts';

/** A held-out image of a run. */
export type RunResult = {
  readonly name: string;
  readonly input: Pixels;
  readonly output: Pixels;
  readonly target: Pixels;
  /** Of the output from the target. */
  readonly l1: number;
};

/** What the pictures of each section may take, in characters of the page. */
const BUDGET = 1_500_000;
/** More than these nobody looks at. */
const MAX_SAMPLES = 30;
const MAX_RESULTS = 100;
/** No wider than the page shows it on a sharp screen. */
const MAX_SAMPLE_WIDTH = 1600;
const QUALITY = 88;

/**
 * Sample pictures for the page, evenly from the first step to the last where they are too many or too large. One that
 * cannot be read is left out: the report is worth more than a picture.
 */
export async function embedSamples(files: readonly { step: number; path: string }[]): Promise<EmbeddedSample[]> {
  const samples: EmbeddedSample[] = [];
  for (const { step, path } of thinOut(files, MAX_SAMPLES)) {
    const embedded = await embedSample(path).catch(() => undefined);
    if (embedded) samples.push({ step, ...embedded });
  }
  return thinToBudget(samples, ({ uri }) => uri.length, BUDGET);
}

async function embedSample(path: string): Promise<EmbeddedImage> {
  const image = sharp(await readRegularFile(path), { limitInputPixels: MAX_PIXELS });
  return embed(image.resize({ width: MAX_SAMPLE_WIDTH, withoutEnlargement: true }));
}

/** Held-out images for the page, sorted by L1, evenly from the best to the worst where they are too many. */
export async function embedResults(images: readonly RunResult[]): Promise<EmbeddedResult[]> {
  const sorted = [...images].sort((one, other) => one.l1 - other.l1);
  const results: EmbeddedResult[] = [];
  for (const { name, l1, input, output, target } of thinOut(sorted, MAX_RESULTS)) {
    const { data, width, height } = joinSideBySide({ a: joinSideBySide({ a: input, b: output }), b: target });
    const strip = await embed(sharp(data, { raw: { width, height, channels: 3 } }));
    results.push({ name, l1, strip });
  }
  return thinToBudget(results, ({ strip }) => strip.uri.length, BUDGET);
}

/** As WebP, which takes a fifth of the room of PNG here and which every browser of this decade reads. */
async function embed(image: Sharp): Promise<EmbeddedImage> {
  const webp = image.webp({ quality: QUALITY, smartSubsample: true });
  const { data, info } = await webp.toBuffer({ resolveWithObject: true });
  return { uri: `data:image/webp;base64,${data.toString('base64')}`, width: info.width, height: info.height };
}
