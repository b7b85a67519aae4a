import { DataError } from '../data-error.ts';
import { blankLike, channelsOf, depthOf, largestOf, type Raster } from '../pixels.ts';

/**
 * A picture with the channels that a model takes: grey becomes colours that are alike and colours become grey (luma, 0.299 R +
 * 0.587 G + 0.114 B of ITU-R BT.601); what has no alpha gets an opaque one, and alpha is laid over white where the model has none.
 *
 * @throws DataError of one line where there is no such way, as from two channels to three
 */
export function withChannels(picture: Raster, channels: number): Raster {
  const found = channelsOf(picture);
  if (found === channels) return picture;
  const ofPixel = CHANGES[`${found} to ${channels}`];
  if (ofPixel) return changed(picture, channels, ofPixel);
  throw new DataError(
    `Expected a picture of ${channels} ${channels === 1 ? 'channel' : 'channels'}, as the model takes, got ${found}. Pass one with as many.`,
  );
}

/**
 * A picture as an answer of this many channels, to be compared with one: as {@link withChannels}, and where there is no such way its
 * channels again and again, or the first of them.
 */
export function asAnswer(picture: Raster, channels: number): Raster {
  const found = channelsOf(picture);
  if (found === channels || `${found} to ${channels}` in CHANGES) return withChannels(picture, channels);
  const { width, height } = picture;
  const answer = blankLike(picture, width, height, channels);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let channel = 0; channel < channels; channel++)
      answer.data[pixel * channels + channel] = picture.data[pixel * found + (channel % found)] as number;
  return answer;
}

/** One pixel becomes another: from `at` of `from`, to `to`; `white` is the largest value. */
type OfPixel = (from: Raster['data'], at: number, white: number) => readonly number[];

const luma = (red: number, green: number, blue: number) => 0.299 * red + 0.587 * green + 0.114 * blue;
const over = (value: number, alpha: number, white: number) => white + (alpha / white) * (value - white);

const CHANGES: Readonly<Record<string, OfPixel>> = {
  '1 to 3': (from, at) => [v(from, at), v(from, at), v(from, at)],
  '1 to 4': (from, at, white) => [v(from, at), v(from, at), v(from, at), white],
  '3 to 1': (from, at) => [luma(v(from, at), v(from, at + 1), v(from, at + 2))],
  '3 to 4': (from, at, white) => [v(from, at), v(from, at + 1), v(from, at + 2), white],
  '4 to 3': (from, at, white) => [0, 1, 2].map((i) => over(v(from, at + i), v(from, at + 3), white)),
  '4 to 1': (from, at, white) => [over(luma(v(from, at), v(from, at + 1), v(from, at + 2)), v(from, at + 3), white)],
};

function v(from: Raster['data'], at: number): number {
  return from[at] as number;
}

function changed(picture: Raster, channels: number, ofPixel: OfPixel): Raster {
  const { data: from, width, height } = picture;
  const found = channelsOf(picture);
  const depth = depthOf(picture);
  const white = largestOf(depth);
  const result = blankLike(picture, width, height, channels);
  let to = 0;
  for (let at = 0; at < from.length; at += found)
    for (const value of ofPixel(from, at, white)) result.data[to++] = depth === 32 ? value : Math.round(value);
  return result;
}
