import { resize, splitOf, splitSideBySide } from '@pix2pix-ts/data';
import { overWhite } from '@pix2pix-ts/pix2pix';
import { SAMPLE_LICENCE, samplePairs } from '../examples/sample-set.ts';
import { decodeImage } from '../images/decode-image.ts';
import { lineOf } from '../worker/calls.ts';
import { describeLeftOut, isHidden, pairUp } from './pair-up.ts';
import type { NamedPair, TrainingPairs } from './training-pairs.ts';

/** How pairs are read. */
export type ReadPairsOptions = {
  /** The size that all images get. */
  imageSize: number;
  onProgress(done: number, total: number): void;
  /** Called about images that were left out. */
  onNote(note: string): void;
};

/** The pairs that come with the page. */
export async function readSamplePairs(imageSize: number): Promise<TrainingPairs> {
  const { pairs, heldOut } = await samplePairs();
  const named = pairs.map((canvas, index) => sideBySide(`sample-${index}`, canvas, imageSize));
  return {
    title: 'OpenMoji faces and people',
    licence: SAMPLE_LICENCE,
    train: named.slice(0, -heldOut),
    heldOut: named.slice(-heldOut),
  };
}

/**
 * The pairs of dropped files: two folders A and B with the same names, or images with the input left and the target right. A
 * twentieth is held out by the hash of its name, as in Node. What cannot be read or has no other half is left out and
 * reported.
 *
 * @throws one line where no pair is left
 */
export async function readPairs(files: readonly File[], options: ReadPairsOptions): Promise<TrainingPairs> {
  const seen = files.filter((file) => !isHidden(file));
  const { pairs: sources, leftOut } = pairUp(seen);
  const pairs: NamedPair[] = [];
  const bad: { line: string; names: string[] }[] = [];
  for (const [index, [name, ...halves]] of sources.entries()) {
    options.onProgress(index, sources.length);
    try {
      const [a, b] = await Promise.all(halves.map(canvasOf));
      if (!a) continue;
      const { imageSize } = options;
      pairs.push(b ? { name, a: squareOf(a, imageSize), b: squareOf(b, imageSize) } : sideBySide(name, a, imageSize));
    } catch (error) {
      bad.push({ line: lineOf(error), names: halves.map((half) => half.name) });
    }
  }
  const [first, ...others] = bad;
  const reasons = new Map(leftOut);
  if (others.length > 0) {
    reasons.set(
      'also unreadable',
      others.flatMap(({ names }) => names),
    );
  }
  const rest = describeLeftOut(reasons);
  const why = first && rest ? `${first.line} Also ${rest}` : (first?.line ?? rest);
  if (pairs.length === 0) {
    const expected =
      'Expected images with the input on the left and the target on the right, or with the same names in A and B, got none';
    throw new Error(why ? `${expected}. ${why}` : `${expected}. Choose others.`);
  }
  const count = [...leftOut.values(), ...bad.map(({ names }) => names)].flat().length;
  if (count > 0) options.onNote(`Skipped ${count} of ${seen.length}: ${why}`);
  const heldOut = pairs.filter(({ name }) => splitOf(name) !== 'train');
  const train = pairs.filter((pair) => !heldOut.includes(pair));
  return {
    title: 'Your pairs',
    licence: '',
    ...(train.length > 0 ? { train, heldOut } : { train: pairs, heldOut: [] }),
  };
}

async function canvasOf(file: File): Promise<HTMLCanvasElement> {
  const image = await decodeImage(file);
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error(`Expected memory for ${file.name}, got none. Make it smaller.`);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0);
  return canvas;
}

function sideBySide(name: string, canvas: HTMLCanvasElement, imageSize: number): NamedPair {
  const { a, b } = splitSideBySide(pixelsOf(canvas), name);
  return { name, a: resize(a, imageSize, imageSize), b: resize(b, imageSize, imageSize) };
}

function squareOf(canvas: HTMLCanvasElement, imageSize: number) {
  return resize(pixelsOf(canvas), imageSize, imageSize);
}

function pixelsOf(canvas: HTMLCanvasElement) {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  return overWhite(context.getImageData(0, 0, canvas.width, canvas.height));
}
