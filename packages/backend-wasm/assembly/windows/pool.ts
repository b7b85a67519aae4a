/**
 * y[row, ox, c] = the largest number of a window over x [images, depth, height, width, channels], for `size` rows of y, which
 * are those of all images and depths one after the other. NaN is skipped; -Infinity where there is nothing else.
 */
export function windowMaxima(
  x: usize,
  y: usize,
  begin: i32,
  size: i32,
  depth: i32,
  height: i32,
  width: i32,
  channels: i32,
  outDepth: i32,
  outHeight: i32,
  outWidth: i32,
  windowDepth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideDepth: i32,
  strideHeight: i32,
  strideWidth: i32,
  front: i32,
  top: i32,
  left: i32,
): void {
  const bytes = (<usize>channels) << 2;
  const lines = (<usize>width) * bytes;
  const planes = (<usize>height) * lines;
  let to = y + (<usize>begin) * (<usize>outWidth) * bytes;
  for (let row = begin; row < begin + size; row++) {
    const plane = row / outHeight;
    const firstZ = (plane % outDepth) * strideDepth - front;
    const firstY = (row % outHeight) * strideHeight - top;
    const endZ = min(firstZ + windowDepth, depth);
    const endY = min(firstY + windowHeight, height);
    const image = x + (<usize>(plane / outDepth)) * (<usize>depth) * planes;
    for (let ox = 0; ox < outWidth; ox++) {
      const firstX = ox * strideWidth - left;
      const endX = min(firstX + windowWidth, width);
      let at: usize = 0;
      for (; at + 64 <= bytes; at += 64) {
        let a = f32x4.splat(-Infinity);
        let b = f32x4.splat(-Infinity);
        let c = f32x4.splat(-Infinity);
        let d = f32x4.splat(-Infinity);
        for (let z = max(firstZ, 0); z < endZ; z++)
          for (let line = max(firstY, 0); line < endY; line++) {
            let from = image + <usize>z * planes + <usize>line * lines + <usize>max(firstX, 0) * bytes + at;
            for (let i = max(firstX, 0); i < endX; i++) {
              a = f32x4.pmax(a, v128.load(from));
              b = f32x4.pmax(b, v128.load(from, 16));
              c = f32x4.pmax(c, v128.load(from, 32));
              d = f32x4.pmax(d, v128.load(from, 48));
              from += bytes;
            }
          }
        v128.store(to + at, a);
        v128.store(to + at, b, 16);
        v128.store(to + at, c, 32);
        v128.store(to + at, d, 48);
      }
      for (; at + 16 <= bytes; at += 16) {
        let most = f32x4.splat(-Infinity);
        for (let z = max(firstZ, 0); z < endZ; z++)
          for (let line = max(firstY, 0); line < endY; line++) {
            const from = image + <usize>z * planes + <usize>line * lines + at;
            // The second where it is larger, and not where it is NaN.
            for (let i = max(firstX, 0); i < endX; i++) most = f32x4.pmax(most, v128.load(from + <usize>i * bytes));
          }
        v128.store(to + at, most);
      }
      for (; at < bytes; at += 4) {
        let most: f32 = -Infinity;
        for (let z = max(firstZ, 0); z < endZ; z++)
          for (let line = max(firstY, 0); line < endY; line++) {
            const from = image + <usize>z * planes + <usize>line * lines + at;
            for (let i = max(firstX, 0); i < endX; i++) {
              const value = load<f32>(from + <usize>i * bytes);
              if (value > most) most = value;
            }
          }
        store<f32>(to + at, most);
      }
      to += bytes;
    }
  }
}

/** The same for the mean of the values that are not padding; 0 where there are none. */
export function windowMeans(
  x: usize,
  y: usize,
  begin: i32,
  size: i32,
  depth: i32,
  height: i32,
  width: i32,
  channels: i32,
  outDepth: i32,
  outHeight: i32,
  outWidth: i32,
  windowDepth: i32,
  windowHeight: i32,
  windowWidth: i32,
  strideDepth: i32,
  strideHeight: i32,
  strideWidth: i32,
  front: i32,
  top: i32,
  left: i32,
): void {
  const bytes = (<usize>channels) << 2;
  const lines = (<usize>width) * bytes;
  const planes = (<usize>height) * lines;
  let to = y + (<usize>begin) * (<usize>outWidth) * bytes;
  for (let row = begin; row < begin + size; row++) {
    const plane = row / outHeight;
    const firstZ = (plane % outDepth) * strideDepth - front;
    const firstY = (row % outHeight) * strideHeight - top;
    const endZ = min(firstZ + windowDepth, depth);
    const endY = min(firstY + windowHeight, height);
    const image = x + (<usize>(plane / outDepth)) * (<usize>depth) * planes;
    for (let ox = 0; ox < outWidth; ox++) {
      const firstX = ox * strideWidth - left;
      const endX = min(firstX + windowWidth, width);
      const inside = max(endZ - max(firstZ, 0), 0) * max(endY - max(firstY, 0), 0) * max(endX - max(firstX, 0), 0);
      const values = max(inside, 1);
      let at: usize = 0;
      const count = f32x4.splat(<f32>values);
      for (; at + 64 <= bytes; at += 64) {
        let a = f32x4.splat(0);
        let b = f32x4.splat(0);
        let c = f32x4.splat(0);
        let d = f32x4.splat(0);
        for (let z = max(firstZ, 0); z < endZ; z++)
          for (let line = max(firstY, 0); line < endY; line++) {
            let from = image + <usize>z * planes + <usize>line * lines + <usize>max(firstX, 0) * bytes + at;
            for (let i = max(firstX, 0); i < endX; i++) {
              a = f32x4.add(a, v128.load(from));
              b = f32x4.add(b, v128.load(from, 16));
              c = f32x4.add(c, v128.load(from, 32));
              d = f32x4.add(d, v128.load(from, 48));
              from += bytes;
            }
          }
        v128.store(to + at, f32x4.div(a, count));
        v128.store(to + at, f32x4.div(b, count), 16);
        v128.store(to + at, f32x4.div(c, count), 32);
        v128.store(to + at, f32x4.div(d, count), 48);
      }
      for (; at + 16 <= bytes; at += 16) {
        let sum = f32x4.splat(0);
        for (let z = max(firstZ, 0); z < endZ; z++)
          for (let line = max(firstY, 0); line < endY; line++) {
            const from = image + <usize>z * planes + <usize>line * lines + at;
            for (let i = max(firstX, 0); i < endX; i++) sum = f32x4.add(sum, v128.load(from + <usize>i * bytes));
          }
        v128.store(to + at, f32x4.div(sum, count));
      }
      for (; at < bytes; at += 4) {
        let sum: f32 = 0;
        for (let z = max(firstZ, 0); z < endZ; z++)
          for (let line = max(firstY, 0); line < endY; line++) {
            const from = image + <usize>z * planes + <usize>line * lines + at;
            for (let i = max(firstX, 0); i < endX; i++) sum += load<f32>(from + <usize>i * bytes);
          }
        store<f32>(to + at, sum / <f32>values);
      }
      to += bytes;
    }
  }
}
