import type { ImagePair, PairSource, Pixels } from '@pix2pix-ts/data';
import { randomStream } from '@pix2pix-ts/random';

/** Pairs without a file: A is the outline of a disc on white, B the disc, red at the top of the picture and blue below. */
export function discPairs(count: number, size: number, seed: number): PairSource {
  return {
    names: Array.from({ length: count }, (_, index) => `disc ${index}`),
    // A pair depends on its index alone, so that it is the same whenever training asks for it.
    load: async (index) => drawPair(size, randomStream(seed, 'disc', index)),
  };
}

function drawPair(size: number, { uniform }: { uniform(): number }): ImagePair {
  const radius = size * (0.15 + 0.2 * uniform());
  const [x, y] = [uniform(), uniform()].map((share) => radius + share * (size - 2 * radius)) as [number, number];
  const fromEdge = (column: number, row: number) => Math.hypot(column + 0.5 - x, row + 0.5 - y) - radius;
  return {
    a: draw(size, (column, row) => (Math.abs(fromEdge(column, row)) < 1 ? BLACK : WHITE)),
    b: draw(size, (column, row) => (fromEdge(column, row) < 0 ? [255 * (1 - y / size), 40, (255 * y) / size] : WHITE)),
  };
}

type Colour = readonly [number, number, number];
const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];

function draw(size: number, colourAt: (column: number, row: number) => Colour): Pixels {
  const data = new Uint8ClampedArray(size * size * 3); // rounds by itself
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) data.set(colourAt(column, row), (row * size + column) * 3);
  return { data, width: size, height: size };
}
