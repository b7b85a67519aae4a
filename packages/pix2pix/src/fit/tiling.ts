import { sidesOf } from '@pix2pix-ts/common';
import { generatorSides, type ModelMetadata, type OtherSides } from '@pix2pix-ts/models';
import type { Tiling } from './translate-rows.ts';

/** The sizes of the pictures that a model takes. */
export type ModelSides = {
  /** Pixels of a row, in training. */
  readonly width: number;
  /** Rows, in training. */
  readonly height: number;
  /** Other sides that it also runs at. */
  readonly others: OtherSides | undefined;
};

/** The sizes that the model of a file takes. */
export function modelSides({ generator }: Pick<ModelMetadata, 'generator'>): ModelSides {
  return { ...sidesOf(generator.imageSize), others: generatorSides(generator) };
}

/**
 * Whether a model runs on tiles of this side.
 *
 * @throws RangeError of one line where it does not
 */
export function checkTileSide(metadata: Pick<ModelMetadata, 'generator'>, tile: number): void {
  checkTile(modelSides(metadata), tile);
}

/** A quarter: with more, tiles take longer and their seams look no different; with much less, one begins to see them. */
const OVERLAP = 0.25;

/** A larger tile is only used where it is asked for: what a model needs in memory grows with its area. */
const LARGEST = 1024;

/**
 * The tiles for a picture of this size. Without `tile` they have twice the model's sides where it takes that: a norm that
 * divides by what it finds in a tile finds more alike in large ones, while tiles that are much larger than what the model has
 * seen in training come out pale. A picture that is smaller than a tile gets a smaller one.
 *
 * @param tile the side asked for, in pixels
 * @throws RangeError where the model does not take it
 */
export function tilingFor(model: ModelSides, picture: { width: number; height: number }, tile?: number): Tiling {
  if (tile !== undefined) checkTile(model, tile);
  const side = (own: number, length: number) => sideFor(model, tile ?? usualSide(model, own), length);
  return { width: side(model.width, picture.width), height: side(model.height, picture.height), overlap: OVERLAP };
}

function usualSide({ others }: ModelSides, own: number): number {
  return others && 2 * own <= LARGEST ? 2 * own : own;
}

/** The side, or the shortest one that the model takes and the picture fits into. */
function sideFor({ others }: ModelSides, side: number, length: number): number {
  if (!others) return side;
  return Math.min(side, Math.max(others.least, Math.ceil(length / others.step) * others.step));
}

function checkTile({ width, height, others }: ModelSides, tile: number): void {
  if (others ? tile >= others.least && tile % others.step === 0 : tile === width && tile === height) return;
  if (!others) {
    const own = width === height ? `${width}` : `${width}x${height}`;
    throw new RangeError(
      `Expected no size of tiles for a model that only takes ${own} pixels, got ${tile}. Leave it out.`,
    );
  }
  const { step, least } = others;
  const kind = least === step ? `a multiple of ${step}` : `a multiple of ${step} from ${least} on`;
  throw new RangeError(
    `Expected tiles whose side this model takes, ${kind}, got ${tile}. Use ${least} or ${2 * Math.max(width, height)}, for example.`,
  );
}
