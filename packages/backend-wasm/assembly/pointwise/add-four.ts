/** y = a + b + c + d in this order, over `count` floats; c and d may be left out by address 0. y may be one of them. */
export function addFour(a: usize, b: usize, c: usize, d: usize, y: usize, count: i32): void {
  const end = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) {
    let sum = f32x4.add(v128.load(a + at), v128.load(b + at));
    if (c) sum = f32x4.add(sum, v128.load(c + at));
    if (d) sum = f32x4.add(sum, v128.load(d + at));
    v128.store(y + at, sum);
  }
  for (; at < end; at += 4) {
    let sum = load<f32>(a + at) + load<f32>(b + at);
    if (c) sum += load<f32>(c + at);
    if (d) sum += load<f32>(d + at);
    store<f32>(y + at, sum);
  }
}
