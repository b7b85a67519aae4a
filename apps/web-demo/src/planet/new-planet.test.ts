import { expect, test } from '@jest/globals';
import { PLANET_PALETTE, type PlanetGround } from '@pix2pix-ts/data';
import { newPlanet } from './new-planet.ts';

const GROUND_OF = new Map(Object.entries(PLANET_PALETTE).map(([name, paint]) => [paint.join(), name as PlanetGround]));
const SIDE = 96;

/** What the map shows, row by row; fails at a colour that is not in the palette. */
function groundsOf(seed: number, side = SIDE): PlanetGround[] {
  const { data } = newPlanet(seed, side);
  return Array.from({ length: side * side }, (_, at) => {
    const ground = GROUND_OF.get(data.subarray(4 * at, 4 * at + 3).join());
    if (ground === undefined || data[4 * at + 3] !== 255) throw new Error(`Expected a ground's colour at ${at}.`);
    return ground;
  });
}

/** The grounds of many planets with their latitudes, 0 at the equator and 1 at the poles. */
const places = Array.from({ length: 8 }, (_, seed) =>
  groundsOf(seed).map((ground, at) => ({
    ground,
    latitude: Math.abs(1 - (2 * (Math.floor(at / SIDE) + 0.5)) / SIDE),
  })),
).flat();

/** Which share of the land between two latitudes is of a kind of ground. */
function shareOf(kind: PlanetGround, from: number, to: number): number {
  const land = places.filter(({ ground, latitude }) => ground !== 'sea' && latitude >= from && latitude < to);
  return land.filter(({ ground }) => ground === kind).length / land.length;
}

test('a seed is always the same planet, and another seed another one', () => {
  expect(newPlanet(7, 64)).toEqual(newPlanet(7, 64));
  expect(newPlanet(8, 64)).not.toEqual(newPlanet(7, 64));
});

test('a planet is the same at any size', () => {
  const [small, large] = [groundsOf(5, 60), groundsOf(5, 180)];
  // The middle pixel of nine is where the one pixel is.
  const alike = small.filter((ground, at) => large[(3 * Math.floor(at / 60) + 1) * 180 + 3 * (at % 60) + 1] === ground);
  expect(alike.length).toBe(60 * 60);
});

test('half to seven tenths of a planet are sea', () => {
  for (let seed = 0; seed < 6; seed++) {
    const sea = groundsOf(seed, 48).filter((ground) => ground === 'sea').length / 48 ** 2;
    expect(sea).toBeGreaterThan(0.45);
    expect(sea).toBeLessThan(0.75);
  }
});

test('ice lies near the poles alone, forest at the equator, desert in the subtropics', () => {
  expect(shareOf('ice', 0, 0.6)).toBe(0);
  expect(shareOf('ice', 0.95, 1)).toBe(1);
  expect(shareOf('forest', 0, 0.15)).toBeGreaterThan(2 * shareOf('forest', 0.3, 0.45));
  expect(shareOf('desert', 0.3, 0.45)).toBeGreaterThan(3 * shareOf('desert', 0, 0.15));
});

test('every kind of ground is there', () => {
  expect(new Set(places.map(({ ground }) => ground))).toEqual(new Set(Object.keys(PLANET_PALETTE)));
});
