import type { Colour } from '@pix2pix-ts/data';

/** A kind of ground that one paints with, and what it looks like from above. */
export type Ground = {
  /** What it is painted with, flat. */
  readonly paint: Colour;
  /** Colours that it has in the smoothed satellite picture; a pixel is of the ground whose colour is nearest. */
  readonly seen: readonly Colour[];
};

/**
 * The kinds of ground of the planet's maps by their names. Those of land are the seven clusters that k-means finds in the
 * satellite picture's land, the two whitest of them taken together, and with them what is grey; the sea is told by a mask.
 */
export const GROUNDS = {
  sea: { paint: [30, 90, 180], seen: [] },
  forest: { paint: [20, 90, 40], seen: [[33, 42, 18]] },
  grass: { paint: [90, 140, 60], seen: [[64, 63, 40]] },
  steppe: { paint: [160, 150, 80], seen: [[103, 85, 59]] },
  highland: { paint: [150, 100, 70], seen: [[134, 119, 95]] },
  desert: { paint: [225, 195, 140], seen: [[177, 154, 123]] },
  ice: {
    paint: [250, 250, 250],
    seen: [
      [110, 112, 112], // snow between trees
      [150, 153, 155],
      [190, 197, 203],
      [233, 238, 242],
    ],
  },
} as const satisfies Record<string, Ground>;
