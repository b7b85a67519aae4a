import { choosePalette, colourShares, type Pixels, paletteSample, photographPair } from '@pix2pix-ts/data';
import { overWhite, readPicture } from '@pix2pix-ts/pix2pix';
import { serveCalls } from '../worker/serve-calls.ts';
import type { PhotographCalls, SeenPhotograph } from './photograph-calls.ts';

/** As `pix2pix prepare labels` has it unless told otherwise. */
const LABELS = { classes: 8, seed: 1 };

serveCalls<PhotographCalls>(
  {
    async look({ file, size }): Promise<SeenPhotograph> {
      const pixels = await read(file);
      const { width, height } = pixels;
      if (Math.min(width, height) < size) {
        throw new Error(
          `Expected a picture of at least ${size}x${size} px, got ${width}x${height} in ${file.name}. Take a larger one.`,
        );
      }
      const sample = paletteSample(pixels);
      return { width, height, sample, shares: colourShares(sample) };
    },
    palette: async ({ samples }) => choosePalette(samples, LABELS.classes, LABELS.seed),
    async pairs({ file, squares, kind, size, palette }) {
      const pixels = await read(file);
      return squares.map((square) => photographPair(kind, pixels, square, size, { palette }));
    },
  },
  handedOver,
);

/** The values that Node reads from the file. */
async function read(file: File): Promise<Pixels> {
  return overWhite(await readPicture(file));
}

function handedOver(answer: unknown): Transferable[] {
  if (!Array.isArray(answer)) return [];
  return answer.flatMap(({ a, b }: { a?: Pixels; b?: Pixels }) => (a && b ? [a.data.buffer, b.data.buffer] : []));
}
