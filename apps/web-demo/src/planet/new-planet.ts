import { PLANET_PALETTE, type PlanetGround } from '@pix2pix-ts/data';
import { randomStream } from '@pix2pix-ts/random';
import { gradientNoise, layers, type Noise, ridges } from './gradient-noise.ts';

/** A map in the flat colours of {@link PLANET_PALETTE}: red, green, blue and alpha, row by row. */
export type PlanetMap = {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
};

/** What decides about the ground at a place. */
type Climate = {
  /** Above the sea where it is positive. */
  readonly height: Field;
  readonly ridge: Field;
  /** About -1 to 1. */
  readonly rain: Field;
  readonly warmth: Field;
};
type Field = Float32Array;

/** The sides of the grid that the noise is computed on; between its points it is smooth enough to be interpolated. */
const GRID = 144;
/** How many of the noise's own units the map is wide. */
const WIDE = 3.2;

/**
 * A random plausible planet: seas, and land with ice near the poles, forest and grass where it rains, desert in the subtropics,
 * and highlands along ridges. The top is the north pole, the middle the equator.
 *
 * @param seed decides everything, an integer from 0
 * @param side of the map in pixels; the same planet whatever it is
 */
export function newPlanet(seed: number, side: number): PlanetMap {
  const climate = climateOf(seed);
  const sea = seaLevel(climate.height, randomStream(seed, 'planet', 'sea').uniform());
  const data = new Uint8ClampedArray(side * side * 4);
  const colours = new Uint32Array(data.buffer);
  for (let row = 0; row < side; row++) {
    const v = (row + 0.5) / side;
    for (let column = 0; column < side; column++) {
      const at = placeOf((column + 0.5) / side, v);
      colours[row * side + column] = COLOURS[groundAt(climate, sea, at, v)];
    }
  }
  return { data, width: side, height: side };
}

const COLOURS = Object.fromEntries(
  Object.entries(PLANET_PALETTE).map(([name, paint]) => [
    name,
    new Uint32Array(Uint8Array.of(...paint, 255).buffer)[0],
  ]),
) as Record<PlanetGround, number>;

function climateOf(seed: number): Climate {
  const land = layers(gradientNoise(seed, 'land'), 5);
  const bend = layers(gradientNoise(seed, 'bend'), 2);
  // Coasts are bent by another noise, or they all would be as round.
  const bent: Noise = (x, y) => land(x + 0.5 * bend(x + 7, y), y + 0.5 * bend(x, y + 7));
  return {
    height: fieldOf(bent),
    ridge: fieldOf(ridges(layers(gradientNoise(seed, 'ridge'), 4))),
    rain: fieldOf(layers(gradientNoise(seed, 'rain'), 3)),
    warmth: fieldOf(layers(gradientNoise(seed, 'warmth'), 3)),
  };
}

function fieldOf(noise: Noise): Field {
  const field = new Float32Array((GRID + 1) ** 2);
  for (let row = 0; row <= GRID; row++)
    for (let column = 0; column <= GRID; column++)
      field[row * (GRID + 1) + column] = noise((WIDE * column) / GRID, (WIDE * row) / GRID);
  return field;
}

/** The height above which 30 to 50 % of the map are land. */
function seaLevel(height: Field, chance: number): number {
  const sorted = height.slice().sort();
  return sorted[Math.floor((0.7 - 0.2 * chance) * sorted.length)] as number;
}

type Place = { readonly first: number; readonly u: number; readonly v: number };

function placeOf(x: number, y: number): Place {
  const [column, row] = [Math.floor(x * GRID), Math.floor(y * GRID)];
  return { first: row * (GRID + 1) + column, u: x * GRID - column, v: y * GRID - row };
}

/** A field's value between the points of its grid. */
function valueAt(field: Field, { first, u, v }: Place): number {
  const top = (field[first] as number) * (1 - u) + (field[first + 1] as number) * u;
  const bottom = (field[first + GRID + 1] as number) * (1 - u) + (field[first + GRID + 2] as number) * u;
  return top * (1 - v) + bottom * v;
}

function groundAt({ height, ridge, rain, warmth }: Climate, sea: number, at: Place, v: number): PlanetGround {
  const above = valueAt(height, at) - sea;
  if (above <= 0) return 'sea';
  const latitude = Math.abs(1 - 2 * v);
  const warmer = valueAt(warmth, at);
  if (latitude + 0.15 * warmer > 0.8) return 'ice';
  if (above > 0.06 && valueAt(ridge, at) + 0.5 * above > 0.92) return 'highland';
  // Air sinks and dries around 0.38, some thirty degrees; it rises and rains at the equator and around sixty.
  const band = Math.cos(((latitude + 0.12 * warmer) / 0.38) * Math.PI);
  const wet = valueAt(rain, at) + 0.36 * band - 0.25 * above;
  if (wet > 0.18) return 'forest';
  if (wet > -0.06) return 'grass';
  return wet > -0.27 ? 'steppe' : 'desert';
}
