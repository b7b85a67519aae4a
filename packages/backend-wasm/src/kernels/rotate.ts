import { backend_util } from '@tensorflow/tfjs-core';
import { isFloat, type OwnKernel } from './own-kernel.ts';

/**
 * Images turned about a centre, by nearest neighbours: ({ image }, { radians, fillValue, center }) -> y. One fill value is for all
 * channels, of three the fourth channel is 255. The stock kernel has 255 there for one value too, and knows no more channels.
 */
export const rotateWithOffset: OwnKernel = {
  name: 'RotateWithOffset',
  covers: 'a float32 tensor image in NHWC',
  run({ backend, inputs: { image }, attrs }) {
    if (!isFloat(image)) return undefined;
    const { radians, fillValue, center } = attrs as Attrs;
    const [batch, height, width, channels] = image.shape as [number, number, number, number];
    const [middleX, middleY] = backend_util.getImageCenter(center, height, width);
    const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
    const out = backend.makeOutput(image.shape, 'float32');
    const [from, to] = [image, out].map((tensor) => backend.typedArrayFromHeap(tensor)) as [Float32Array, Float32Array];
    let at = 0;
    for (let n = 0; n < batch; n++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const sourceX = Math.round((x - middleX) * cosine - (y - middleY) * sine + middleX);
          const sourceY = Math.round((x - middleX) * sine + (y - middleY) * cosine + middleY);
          const isInside = sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height;
          const pixel = ((n * height + sourceY) * width + sourceX) * channels;
          for (let c = 0; c < channels; c++, at++)
            to[at] = isInside ? (from[pixel + c] as number) : fillOf(fillValue, c);
        }
    return out;
  },
};

type Attrs = { radians: number; fillValue: number | number[]; center: number | [number, number] };

const fillOf = (fillValue: number | number[], channel: number) =>
  typeof fillValue === 'number' ? fillValue : (fillValue[channel] ?? 255);
