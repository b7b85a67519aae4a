/**
 * out[row, column] = the sum of a block of `down` by `across` pixels of x, over `size` rows of `width` pixels of `channels`
 * floats; the blocks are next to each other. What it adds to is taken in the order of the memory.
 */
export function blockSums(
  x: usize,
  out: usize,
  begin: i32,
  size: i32,
  width: i32,
  channels: i32,
  down: i32,
  across: i32,
): void {
  const bytes = (<usize>channels) << 2;
  const rowBytes = <usize>(width * across) * bytes;
  for (let row = begin; row < begin + size; row++) {
    let to = out + <usize>row * <usize>width * bytes;
    let from = x + <usize>row * <usize>down * rowBytes;
    for (let column = 0; column < width; column++) {
      let at: usize = 0;
      for (; at + 16 <= bytes; at += 16) {
        let sum = f32x4.splat(0);
        for (let i = 0; i < down; i++)
          for (let j = 0; j < across; j++) sum = f32x4.add(sum, v128.load(from + <usize>i * rowBytes + <usize>j * bytes + at));
        v128.store(to + at, sum);
      }
      for (; at < bytes; at += 4) {
        let sum: f32 = 0;
        for (let i = 0; i < down; i++)
          for (let j = 0; j < across; j++) sum += load<f32>(from + <usize>i * rowBytes + <usize>j * bytes + at);
        store<f32>(to + at, sum);
      }
      to += bytes;
      from += <usize>across * bytes;
    }
  }
}
