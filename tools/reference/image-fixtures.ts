import { formulaImage, noiseBytes, rampBytes } from './formula.ts';
import { readJson } from './read-fixture.ts';

/** An image of 8-bit RGB, row by row, without gaps. */
export type RgbImage = { width: number; height: number; rgb: Uint8Array };

/** What Pillow's antialiased bicubic resize makes of an image. */
export type ResizeCase = { name: string; source: RgbImage; resized: RgbImage };

/** Two images and what the metrics must say of them: L1 and PSNR on [-1, 1], SSIM on the luma of 8-bit values. */
export type MetricsFixture = { first: RgbImage; second: RgbImage; l1: number; psnr: number; ssim: number };

/** Pillow's resize of ramps and of noise: smaller, larger, in one direction only, and on both sides of its choice of order. */
export function readResizeFixture(): ResizeCase[] {
  type Size = { width: number; height: number };
  type Case = Size & { source: 'ramp' | 'noise'; fromWidth?: number; fromHeight?: number; rgb: string };
  const { width, height, cases } = readJson<Size & { cases: Case[] }>('resize.json');
  return cases.map(({ source, fromWidth = width, fromHeight = height, rgb, ...size }) => ({
    name: `${source} of ${fromWidth}x${fromHeight} to ${size.width}x${size.height}`,
    source: {
      width: fromWidth,
      height: fromHeight,
      rgb:
        source === 'ramp' ? rampBytes(fromHeight, fromWidth) : noiseBytes('resize.noise', fromWidth * fromHeight * 3),
    },
    resized: { ...size, rgb: new Uint8Array(Buffer.from(rgb, 'base64')) },
  }));
}

/** Ramps, the same with noise of -16 .. 15 on them, and the metrics between the two. */
export function readMetricsFixture(): MetricsFixture {
  const metrics = readJson<{ width: number; height: number; l1: number; psnr: number; ssim: number }>('metrics.json');
  const { width, height, l1, psnr, ssim } = metrics;
  const clean = rampBytes(height, width);
  const noise = noiseBytes('metrics.noise', clean.length);
  const noisy = Uint8ClampedArray.from(clean, (value, i) => value + ((noise[i] as number) >> 3) - 16);
  const image = (rgb: ArrayLike<number>): RgbImage => ({ width, height, rgb: Uint8Array.from(rgb) });
  return { first: image(clean), second: image(noisy), l1, psnr, ssim };
}

/** Two images and their MS-SSIM. */
export type MsSsimCase = { first: RgbImage; second: RgbImage; msSsim: number };

/** Waves, the same with noise of -32 .. 31 on them, and the MS-SSIM of the two, at an even and an odd size. */
export function readMsSsimFixture(): MsSsimCase[] {
  const { cases } = readJson<{ cases: { width: number; height: number; msSsim: number }[] }>('ms-ssim.json');
  return cases.map(({ width, height, msSsim }) => {
    const clean = Uint8Array.from(formulaImage('ms-ssim', { width, height }), (value) =>
      Math.floor((value + 1) * 127.5),
    );
    const noise = noiseBytes('ms-ssim.noise', clean.length);
    const noisy = Uint8ClampedArray.from(clean, (value, i) => value + ((noise[i] as number) >> 2) - 32);
    return {
      first: { width, height, rgb: clean },
      second: { width, height, rgb: Uint8Array.from(noisy) },
      msSsim,
    };
  });
}
