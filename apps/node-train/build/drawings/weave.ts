import { CHANNELS, type Pixels } from '@pix2pix-ts/data';

/** Pixels a side of the square in the middle of the picture that is looked at; a power of two, so that the periods fit in it. */
const SIDE = 64;
/** In pixels: what transposed convolutions leave behind. */
const PERIODS = [2, 4, 8] as const;

/**
 * How much a pattern of period 2, 4 or 8 stands out of a flat area: the amplitude at that period in the spectrum of the rows and
 * of the columns, relative to the mean of the four around it. Of the strongest; 1 is no pattern.
 *
 * @param picture whose middle is flat
 */
export function weave(picture: Pixels): number {
  const [left, top] = [(picture.width - SIDE) >> 1, (picture.height - SIDE) >> 1];
  const value = (x: number, y: number) => {
    const place = ((top + y) * picture.width + left + x) * CHANNELS;
    const { data } = picture;
    return ((data[place] as number) + (data[place + 1] as number) + (data[place + 2] as number)) / 3;
  };
  return Math.max(strongest(spectrum(value)), strongest(spectrum((x, y) => value(y, x))));
}

function strongest(amplitudes: readonly number[]): number {
  const ratios = PERIODS.map((period) => {
    const bin = SIDE / period;
    const around = [-3, -2, 2, 3].map((step) => amplitudes[mirrored(bin + step)] as number);
    const mean = around.reduce((sum, amplitude) => sum + amplitude, 0) / around.length;
    return (amplitudes[bin] as number) / Math.max(mean, LEAST);
  });
  return Math.max(...ratios);
}

/** Below this many of 255 nothing can be seen. */
const LEAST = 0.05;

/** Beyond the highest frequency the spectrum is that below it. */
const mirrored = (bin: number) => (bin > SIDE / 2 ? SIDE - bin : bin);

/** The amplitudes of the lines' frequencies, as the root mean square over all lines; the ends of a line are faded out. */
function spectrum(value: (along: number, line: number) => number): number[] {
  const places = [...Array(SIDE).keys()];
  const window = places.map((i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / SIDE));
  const lines = places.map((line) => {
    const values = places.map((along) => value(along, line));
    const mean = values.reduce((sum, each) => sum + each, 0) / SIDE;
    return values.map((each, i) => (each - mean) * (window[i] as number));
  });
  return [...Array(SIDE / 2 + 1).keys()].map((bin) => {
    const powers = lines.map((line) => {
      const angle = (i: number) => (2 * Math.PI * bin * i) / SIDE;
      const real = line.reduce((sum, each, i) => sum + each * Math.cos(angle(i)), 0);
      const imaginary = line.reduce((sum, each, i) => sum + each * Math.sin(angle(i)), 0);
      return (real ** 2 + imaginary ** 2) / (SIDE / 2) ** 2;
    });
    return Math.sqrt(powers.reduce((sum, power) => sum + power, 0) / SIDE);
  });
}
