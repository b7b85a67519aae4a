import { util } from '@tensorflow/tfjs-core';
import { isFloat, type OwnKernel } from './own-kernel.ts';

type FillMode = 'constant' | 'reflect' | 'wrap' | 'nearest';
type Attrs = {
  interpolation: 'nearest' | 'bilinear';
  fillMode: FillMode;
  fillValue: number;
  outputShape?: [number, number];
};

/**
 * Images of which each pixel comes from where a projection leads, as TensorFlow's ImageProjectiveTransformV3 has it:
 * ({ image, transforms }, { interpolation, fillMode, fillValue, outputShape }) -> y. The stock kernel has other values beyond an
 * image's edge.
 */
export const transform: OwnKernel = {
  name: 'Transform',
  covers: 'float32 tensors image in NHWC and transforms',
  run({ backend, inputs: { image, transforms }, attrs }) {
    if (!isFloat(image) || !isFloat(transforms)) return undefined;
    const { interpolation, fillMode, fillValue, outputShape } = attrs as Attrs;
    const [batch, height, width, channels] = image.shape as [number, number, number, number];
    const [outHeight, outWidth] = outputShape ?? [height, width];
    const out = backend.makeOutput([batch, outHeight, outWidth, channels], 'float32');
    const [from, factors, to] = [image, transforms, out].map((each) => backend.typedArrayFromHeap(each)) as Arrays;
    const read = (n: number, y: number, x: number, c: number) =>
      y >= 0 && y < height && x >= 0 && x < width
        ? (from[((n * height + y) * width + x) * channels + c] as number)
        : fillValue;
    const mix = (n: number, y: number, x: number, c: number) => {
      const [above, before] = [Math.floor(y), Math.floor(x)];
      const row = (line: number) =>
        (before + 1 - x) * read(n, line, before, c) + (x - before) * read(n, line, before + 1, c);
      return (above + 1 - y) * row(above) + (y - above) * row(above + 1);
    };
    let at = 0;
    for (let n = 0; n < batch; n++) {
      const begin = transforms.shape[0] === 1 ? 0 : 8 * n;
      const [a, b, c0, d, e, f0, g, h] = factors.subarray(begin, begin + 8) as unknown as Eight;
      for (let outY = 0; outY < outHeight; outY++)
        for (let outX = 0; outX < outWidth; outX++) {
          const scale = g * outX + h * outY + 1;
          const x = insideOf((a * outX + b * outY + c0) / scale, width, fillMode);
          const y = insideOf((d * outX + e * outY + f0) / scale, height, fillMode);
          for (let c = 0; c < channels; c++, at++) {
            if (scale === 0) to[at] = fillValue;
            else to[at] = interpolation === 'nearest' ? read(n, Math.round(y), Math.round(x), c) : mix(n, y, x, c);
          }
        }
    }
    return out;
  },
};

type Arrays = [Float32Array, Float32Array, Float32Array];
type Eight = [number, number, number, number, number, number, number, number];

/** Where a place beyond the edge falls on an axis: [abcd] is reflected to [dcba|abcd|dcba], and wrapped to [abcd|abcd|abcd]. */
function insideOf(place: number, size: number, mode: FillMode): number {
  if (mode === 'reflect') return util.clamp(0, reflected(place, size), size - 1);
  if (mode === 'wrap') return util.clamp(0, wrapped(place, size), size - 1);
  return mode === 'nearest' ? util.clamp(0, place, size - 1) : place;
}

function reflected(place: number, size: number): number {
  if (place >= 0 && place <= size - 1) return place;
  if (size <= 1) return 0;
  const twice = 2 * size;
  if (place < 0) {
    const near = twice * Math.trunc(-place / twice) + place;
    return near < -size ? near + twice : -near - 1;
  }
  const near = place - twice * Math.trunc(place / twice);
  return near >= size ? twice - near - 1 : near;
}

function wrapped(place: number, size: number): number {
  if (place >= 0 && place <= size - 1) return place;
  if (size <= 1) return 0;
  if (place < 0) return place + size * (Math.trunc(-place / (size - 1)) + 1);
  return place - size * Math.trunc(place / (size - 1));
}
