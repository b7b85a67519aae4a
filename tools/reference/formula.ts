/**
 * Weights, images and masks that TypeScript and Python (`formula.py`) compute identically, bit for bit: 32-bit integers
 * and float64 operations whose result is exact or rounded once. `README.md` holds the formulas in words.
 */

/** Half the width of the uniform distribution of weights: its standard deviation r / sqrt(3) is 0.02. */
const weightRange = 0.0346;

/** The last steps of MurmurHash3: a permutation of the 32-bit integers that spreads every bit over all others. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The 32-bit number of a name: FNV-1a over its ASCII characters. */
export function stream(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A function from a position to the uint32 number of this name there: mix(mix(stream(name)) + position). */
function integersOf(name: string): (position: number) => number {
  const start = mix(stream(name));
  return (position) => mix(start + position);
}

/** `length` weights in [-0.0346, 0.0346), from the upper 24 bits of each integer; row-major in TensorFlow.js layout. */
export function formulaWeights(name: string, length: number): Float32Array {
  const integer = integersOf(name);
  const weights = new Float32Array(length); // a loop, which is several times as fast as `from`
  for (let i = 0; i < length; i++) weights[i] = (((integer(i) >>> 8) - 2 ** 23) / 2 ** 23) * weightRange;
  return weights;
}

/** A dropout mask of rate 0.5 as zeros and ones, 1 where a value is kept: the highest bit of each integer. */
export function formulaMask(name: string, length: number): Float32Array {
  const integer = integersOf(name);
  return Float32Array.from({ length }, (_, i) => integer(i) >>> 31);
}

/** The side of a square, or the sides of an image, in pixels. */
export type FormulaSize = number | { readonly width: number; readonly height: number };

const sidesOf = (size: FormulaSize) => (typeof size === 'number' ? { width: size, height: size } : size);

/** [height, width, channels] in [-1, 1], smooth: each channel the mean of two waves of 1 to 4 periods across. */
export function formulaImage(name: string, size: FormulaSize, channels = 3): Float32Array {
  const draw = integersOf(name);
  const { width, height } = sidesOf(size);
  const pixels = new Float32Array(width * height * channels);
  let at = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) {
        const [across, down] = [Math.floor((x * 65536) / width), Math.floor((y * 65536) / height)];
        const waves = planeWave(draw(2 * c), across, down) + planeWave(draw(2 * c + 1), across, down);
        pixels[at++] = waves / 2;
      }
  return pixels;
}

/** [batch, height, width, channels]: the images `name.0`, `name.1`, ... */
export function formulaImages(name: string, batch: number, size: FormulaSize, channels = 3): Float32Array {
  const { width, height } = sidesOf(size);
  const length = width * height * channels;
  const pixels = new Float32Array(batch * length);
  for (let i = 0; i < batch; i++) pixels.set(formulaImage(`${name}.${i}`, size, channels), i * length);
  return pixels;
}

/** `length` bytes of noise: the upper 8 bits of each integer. */
export function noiseBytes(name: string, length: number): Uint8Array {
  const integer = integersOf(name);
  return Uint8Array.from({ length }, (_, i) => integer(i) >>> 24);
}

/** [height, width, 3] bytes of sawtooth ramps, (3 x + 5 y + 40 c) mod 256, with their hard edges. */
export function rampBytes(height: number, width: number): Uint8Array {
  const place = (i: number) => ({ c: i % 3, x: Math.floor(i / 3) % width, y: Math.floor(i / 3 / width) });
  return Uint8Array.from({ length: height * width * 3 }, (_, i) => {
    const { c, x, y } = place(i);
    return (3 * x + 5 * y + 40 * c) & 255;
  });
}

/** `count` positions in a flat tensor of this name and length: some may come twice. */
export function sampleIndices(name: string, length: number, count = 64): number[] {
  const integer = integersOf(`samples.${name}`);
  return Array.from({ length: count }, (_, i) => integer(i) % length);
}

/** A wave whose direction, periods and phase come from one integer. */
function planeWave(draw: number, across: number, down: number): number {
  return wave((1 + (draw & 3)) * across + ((draw >>> 2) & 3) * down + (draw >>> 16));
}

/** A smooth function of a phase of 16 bits with values in [-1, 1]: two parabolas, like a sine. */
function wave(phase: number): number {
  const x = ((phase & 0xffff) - 32768) / 32768;
  return 4 * x * (1 - Math.abs(x));
}
