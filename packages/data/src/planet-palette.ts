/** The kinds of ground that a planet's map is painted with, each in one flat colour: red, green and blue, 0 to 255. */
export const PLANET_PALETTE = {
  sea: [30, 90, 180],
  forest: [20, 90, 40],
  grass: [90, 140, 60],
  steppe: [160, 150, 80],
  highland: [150, 100, 70],
  desert: [225, 195, 140],
  ice: [250, 250, 250],
} as const satisfies Record<string, readonly [red: number, green: number, blue: number]>;

/** The name of a kind of ground. */
export type PlanetGround = keyof typeof PLANET_PALETTE;
