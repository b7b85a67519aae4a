/** A kind of ground that a planet's map is painted with, by its name. */
export type PlanetGround = 'sea' | 'forest' | 'grass' | 'steppe' | 'highland' | 'desert' | 'ice';

/** The flat colour of each kind of ground: red, green and blue, 0 to 255. */
export const PLANET_PALETTE: Readonly<Record<PlanetGround, readonly [red: number, green: number, blue: number]>> = {
  sea: [30, 90, 180],
  forest: [20, 90, 40],
  grass: [90, 140, 60],
  steppe: [160, 150, 80],
  highland: [150, 100, 70],
  desert: [225, 195, 140],
  ice: [250, 250, 250],
};
