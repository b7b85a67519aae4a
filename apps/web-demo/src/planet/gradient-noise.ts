import { shuffledIndices } from '@pix2pix-ts/random';

/** Smooth noise over the plane, about -1 to 1, with a period of 256. */
export type Noise = (x: number, y: number) => number;

/** Gradient noise (Perlin, "Improving Noise", 2002) whose order of gradients follows from a seed and a name. */
export function gradientNoise(seed: number, name: string): Noise {
  const order = shuffledIndices(256, seed, 'planet', name);
  const at = (x: number, y: number) => order[((order[x & 255] as number) + y) & 255] as number;
  return (x, y) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    const [dx, dy] = [x - column, y - row];
    const [u, v] = [fade(dx), fade(dy)];
    const top = mix(slope(at(column, row), dx, dy), slope(at(column + 1, row), dx - 1, dy), u);
    const bottom = mix(slope(at(column, row + 1), dx, dy - 1), slope(at(column + 1, row + 1), dx - 1, dy - 1), u);
    return mix(top, bottom, v) * Math.SQRT2;
  };
}

/** The sum of noise at doubling frequencies and halving heights, about -1 to 1. */
export function layers(noise: Noise, octaves: number): Noise {
  const whole = 2 - 2 ** (1 - octaves);
  return (x, y) => {
    let sum = 0;
    // Moved apart, or all of them would be 0 at the corners of the grid.
    for (let octave = 0; octave < octaves; octave++)
      sum += noise(x * 2 ** octave + 31.7 * octave, y * 2 ** octave + 17.3 * octave) / 2 ** octave;
    return sum / whole;
  };
}

/** Sharp crests where noise crosses 0: 1 on them, falling to 0. */
export function ridges(noise: Noise): Noise {
  return (x, y) => Math.max(0, 1 - 2.2 * Math.abs(noise(x, y)));
}

/** Eight directions; reckoned once, because a planet asks ten million times. */
const COSINES = Float64Array.from({ length: 8 }, (_, eighth) => Math.cos((eighth * Math.PI) / 4));
const SINES = Float64Array.from({ length: 8 }, (_, eighth) => Math.sin((eighth * Math.PI) / 4));

function slope(hash: number, x: number, y: number): number {
  return (COSINES[hash & 7] as number) * x + (SINES[hash & 7] as number) * y;
}

function fade(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
