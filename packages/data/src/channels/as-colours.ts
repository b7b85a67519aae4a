import { overWhite } from '../over-white.ts';
import { CHANNELS, channelsOf, depthOf, largestOf, type Pixels, type Raster } from '../pixels.ts';

/**
 * A picture of any channels and depth as one can look at it, in colours of 8 bits: one channel, or the first of two, as grey;
 * three as they are; four over white; of more the first three.
 */
export function asColours(picture: Raster): Pixels {
  const channels = channelsOf(picture);
  const { data, width, height } = inBytes(picture);
  if (channels === CHANNELS) return { data, width, height };
  if (channels === 4) return overWhite({ data, width, height });
  const colours = new Uint8Array(width * height * CHANNELS);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let channel = 0; channel < CHANNELS; channel++)
      colours[pixel * CHANNELS + channel] = data[pixel * channels + (channels < CHANNELS ? 0 : channel)] as number;
  return { data: colours, width, height };
}

/** The nearest bytes. */
function inBytes(picture: Raster): Pixels {
  const depth = depthOf(picture);
  if (depth === 8) return picture as Pixels;
  const step = largestOf(depth) / 255;
  return { ...picture, data: Uint8ClampedArray.from(picture.data, (value) => value / step) };
}
