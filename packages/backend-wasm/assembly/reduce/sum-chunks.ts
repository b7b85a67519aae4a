/** Adds up the sums of an image's chunks, `width` floats of 64 bits each, into the place of its first chunk. */
export function sumChunks(sums: usize, images: i32, chunks: i32, width: i32): void {
  const bytes = (<usize>width) << 3;
  for (let image = 0; image < images; image++) {
    const total = sums + <usize>image * chunks * bytes;
    for (let chunk = 1; chunk < chunks; chunk++) {
      const other = total + <usize>chunk * bytes;
      for (let at: usize = 0; at < bytes; at += 8) store<f64>(total + at, load<f64>(total + at) + load<f64>(other + at));
    }
  }
}
