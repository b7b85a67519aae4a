/** A picture of smooth colours with `channels` values a pixel. */
export function sampleImage(width: number, height: number, channels: 3 | 4 = 3) {
  const data = new Uint8ClampedArray(width * height * channels).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      data[at] = (255 * x) / width;
      data[at + 1] = (255 * y) / height;
      data[at + 2] = 128 + 127 * Math.sin((x + y) / 5);
    }
  }
  return { data, width, height };
}
