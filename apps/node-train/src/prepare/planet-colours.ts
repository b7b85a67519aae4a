import { type Colour, PLANET_PALETTE, type PlanetGround } from '@pix2pix-ts/data';

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
  sea: { paint: PLANET_PALETTE.sea, seen: [] },
  forest: { paint: PLANET_PALETTE.forest, seen: [[33, 42, 18]] },
  grass: { paint: PLANET_PALETTE.grass, seen: [[64, 63, 40]] },
  steppe: { paint: PLANET_PALETTE.steppe, seen: [[103, 85, 59]] },
  highland: { paint: PLANET_PALETTE.highland, seen: [[134, 119, 95]] },
  desert: { paint: PLANET_PALETTE.desert, seen: [[177, 154, 123]] },
  ice: {
    paint: PLANET_PALETTE.ice,
    seen: [
      [110, 112, 112], // snow between trees
      [150, 153, 155],
      [190, 197, 203],
      [233, 238, 242],
    ],
  },
} as const satisfies Record<PlanetGround, Ground>;
