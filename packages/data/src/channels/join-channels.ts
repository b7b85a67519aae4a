import { DataError } from '../data-error.ts';
import { blankLike, channelsOf, depthOf, type Raster } from '../pixels.ts';

/**
 * One picture with the channels of several, in their order, of the same size and depth.
 *
 * @param names what an error calls them, as many
 * @throws DataError of one line where their sizes or depths differ
 */
export function joinChannels(pictures: readonly [Raster, ...Raster[]], names: readonly string[]): Raster {
  const [first, ...others] = pictures;
  if (others.length === 0) return first;
  const { width, height } = first;
  const depth = depthOf(first);
  for (const [i, other] of others.entries()) {
    const [firstName, name] = [names[0], names[i + 1]];
    if (other.width !== width || other.height !== height)
      throw new DataError(
        `Expected ${name} of ${width}x${height} pixels, as ${firstName} has, got ${other.width}x${other.height}. Resize one of them.`,
      );
    if (depthOf(other) !== depth)
      throw new DataError(
        `Expected ${name} in ${depth} bits, as ${firstName} has, got ${depthOf(other)}. Convert one of them.`,
      );
  }
  const counts = pictures.map(channelsOf);
  const channels = counts.reduce((sum, count) => sum + count, 0);
  const joined = blankLike(first, width, height, channels);
  let before = 0;
  for (const [i, { data: from }] of pictures.entries()) {
    const count = counts[i] as number;
    for (let pixel = 0; pixel < width * height; pixel++)
      for (let channel = 0; channel < count; channel++)
        joined.data[pixel * channels + before + channel] = from[pixel * count + channel] as number;
    before += count;
  }
  return joined;
}
