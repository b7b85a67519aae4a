/** y = sum / divisor as floats of 32 bits, from the sums of each image's first chunk. */
export function finishSums(sums: usize, y: usize, images: i32, chunks: i32, columns: i32, divisor: f64): void {
  for (let image = 0; image < images; image++) {
    const total = sums + ((<usize>image * chunks * columns) << 3);
    const out = y + ((<usize>image * columns) << 2);
    for (let column = 0; column < columns; column++)
      store<f32>(out + ((<usize>column) << 2), <f32>(load<f64>(total + ((<usize>column) << 3)) / divisor));
  }
}
