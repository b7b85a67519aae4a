import { CHANNELS, type Pixels, type Raster } from '../pixels.ts';
import { resize } from '../resize.ts';
import { labOf, rgbOf } from './cielab.ts';

/** No colour of sRGB is farther from grey on either axis (its blue is, at -107.9), and pytorch-CycleGAN-and-pix2pix divides by it, too. */
const MOST = 110;

/** A picture's lightness as one channel of floats: L / 100. */
export function lightnessOf({ data, width, height }: Pixels): Raster {
  const values = Float32Array.from({ length: width * height }, (_, i) => {
    const [lightness] = labOf(...pixelAt(data, i));
    return lightness / 100;
  });
  return { data: clipped(values), width, height };
}

/** A picture's colours without their lightness, as two channels of floats: (a / 110 + 1) / 2, and b likewise. */
export function chromaOf({ data, width, height }: Pixels): Raster {
  const values = new Float32Array(2 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [, a, b] = labOf(...pixelAt(data, i));
    values[2 * i] = (a / MOST + 1) / 2;
    values[2 * i + 1] = (b / MOST + 1) / 2;
  }
  return { data: clipped(values), width, height };
}

/**
 * The picture of a lightness and colours for it, which may be smaller or larger and are resized: what sRGB does not have is clipped.
 */
export function withChroma(lightness: Raster, chroma: Raster): Pixels {
  const { width, height } = lightness;
  const { data: colours } = resize(chroma, width, height);
  const data = new Uint8ClampedArray(width * height * CHANNELS); // rounds and clips by itself
  for (let i = 0; i < width * height; i++) {
    const [a, b] = [0, 1].map((axis) => (2 * (colours[2 * i + axis] as number) - 1) * MOST) as [number, number];
    data.set(rgbOf([100 * (lightness.data[i] as number), a, b]), CHANNELS * i);
  }
  return { data, width, height };
}

function pixelAt(data: Pixels['data'], pixel: number): [red: number, green: number, blue: number] {
  const at = CHANNELS * pixel;
  return [data[at] as number, data[at + 1] as number, data[at + 2] as number];
}

/** Rounding takes white a trifle above 1. */
function clipped(values: Float32Array): Float32Array {
  return values.map((value) => Math.min(Math.max(value, 0), 1));
}
