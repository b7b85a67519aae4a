import { madd } from '../product/madd';

/**
 * y[row, ox, c * multiplier + j] = the sum over the taps of x[row * stride - pad + tap * dilation, c] * filter[tap, c, j], for
 * `size` rows of y, which are those of all images one after the other.
 */
export function depthwiseProduct(
  x: usize,
  filter: usize,
  y: usize,
  begin: i32,
  size: i32,
  height: i32,
  width: i32,
  channels: i32,
  multiplier: i32,
  outHeight: i32,
  outWidth: i32,
  tapRows: i32,
  tapColumns: i32,
  strideHeight: i32,
  strideWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  top: i32,
  left: i32,
): void {
  const bytes = (<usize>channels) << 2;
  const outBytes = bytes * <usize>multiplier;
  const lines = (<usize>width) * bytes;
  let to = y + (<usize>begin) * (<usize>outWidth) * outBytes;
  for (let row = begin; row < begin + size; row++) {
    const image = x + (<usize>(row / outHeight)) * (<usize>height) * lines;
    const firstY = (row % outHeight) * strideHeight - top;
    const beginY = firstTap(firstY, dilationHeight);
    const endY = endTap(firstY, dilationHeight, height, tapRows);
    for (let ox = 0; ox < outWidth; ox++) {
      const firstX = ox * strideWidth - left;
      const beginX = firstTap(firstX, dilationWidth);
      const endX = endTap(firstX, dilationWidth, width, tapColumns);
      let at: usize = 0;
      if (multiplier == 1) {
        for (; at + 64 <= bytes; at += 64) {
          let a = f32x4.splat(0);
          let b = f32x4.splat(0);
          let c = f32x4.splat(0);
          let d = f32x4.splat(0);
          for (let i = beginY; i < endY; i++) {
            const line = image + <usize>(firstY + i * dilationHeight) * lines + at;
            const taps = filter + <usize>(i * tapColumns) * bytes + at;
            for (let j = beginX; j < endX; j++) {
              const from = line + <usize>(firstX + j * dilationWidth) * bytes;
              const tap = taps + <usize>j * bytes;
              a = madd(v128.load(from), v128.load(tap), a);
              b = madd(v128.load(from, 16), v128.load(tap, 16), b);
              c = madd(v128.load(from, 32), v128.load(tap, 32), c);
              d = madd(v128.load(from, 48), v128.load(tap, 48), d);
            }
          }
          v128.store(to + at, a);
          v128.store(to + at, b, 16);
          v128.store(to + at, c, 32);
          v128.store(to + at, d, 48);
        }
        for (; at + 16 <= bytes; at += 16) {
          let sum = f32x4.splat(0);
          for (let i = beginY; i < endY; i++) {
            const line = image + <usize>(firstY + i * dilationHeight) * lines + at;
            const taps = filter + <usize>(i * tapColumns) * bytes + at;
            for (let j = beginX; j < endX; j++)
              sum = madd(v128.load(line + <usize>(firstX + j * dilationWidth) * bytes), v128.load(taps + <usize>j * bytes), sum);
          }
          v128.store(to + at, sum);
        }
      } else
        for (; at + 16 <= outBytes; at += 16) {
          const first = <i32>(at >> 2);
          const one = channelAt(first, multiplier);
          const two = channelAt(first + 1, multiplier);
          const three = channelAt(first + 2, multiplier);
          const four = channelAt(first + 3, multiplier);
          let sum = f32x4.splat(0);
          for (let i = beginY; i < endY; i++) {
            const line = image + <usize>(firstY + i * dilationHeight) * lines;
            const taps = filter + <usize>(i * tapColumns) * outBytes + at;
            for (let j = beginX; j < endX; j++) {
              const from = line + <usize>(firstX + j * dilationWidth) * bytes;
              let values = v128.load_zero<f32>(from + one);
              values = v128.load_lane<f32>(from + two, values, 1);
              values = v128.load_lane<f32>(from + three, values, 2);
              values = v128.load_lane<f32>(from + four, values, 3);
              sum = madd(values, v128.load(taps + <usize>j * outBytes), sum);
            }
          }
          v128.store(to + at, sum);
        }
      for (; at < outBytes; at += 4) {
        const channel = channelAt(<i32>(at >> 2), multiplier);
        let sum: f32 = 0;
        for (let i = beginY; i < endY; i++) {
          const line = image + <usize>(firstY + i * dilationHeight) * lines + channel;
          const taps = filter + <usize>(i * tapColumns) * outBytes + at;
          for (let j = beginX; j < endX; j++)
            sum += load<f32>(line + <usize>(firstX + j * dilationWidth) * bytes) * load<f32>(taps + <usize>j * outBytes);
        }
        store<f32>(to + at, sum);
      }
      to += outBytes;
    }
  }
}

/** How far into a pixel of x the channel is that this value of y comes from, in bytes. */
// @inline
function channelAt(value: i32, multiplier: i32): usize {
  return (<usize>(value / multiplier)) << 2;
}

/** The first tap that falls on the image. */
// @inline
function firstTap(first: i32, dilation: i32): i32 {
  return first < 0 ? (dilation - 1 - first) / dilation : 0;
}

/** The end of the taps that do. */
// @inline
function endTap(first: i32, dilation: i32, size: i32, taps: i32): i32 {
  const inside = size - first;
  return inside <= 0 ? 0 : min(taps, (inside + dilation - 1) / dilation);
}
