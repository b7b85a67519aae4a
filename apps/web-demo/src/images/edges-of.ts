/** Pixels: red, green, blue and alpha, row by row. */
export type Rgba = { readonly data: Uint8ClampedArray<ArrayBuffer>; readonly width: number; readonly height: number };

/** The blur of the finer picture, in pixels; the coarser one's is {@link COARSER} times that. */
const BLUR = 1.1;
const COARSER = 1.6;
/** How much darker than its surroundings a place is where a line begins, of 255, and how soon it is black. */
const LEAST = 3;
const STEEPNESS = 0.42;

/**
 * The edges of a picture as black lines on white, by a difference of Gaussians with a soft threshold (Winnemöller, "XDoG",
 * 2011): dark where the picture is darker than around.
 */
export function edgesOf({ data, width, height }: Rgba): Rgba {
  const grey = new Float32Array(width * height);
  // As bright as people see it (Rec. 601).
  for (let at = 0; at < grey.length; at++)
    grey[at] =
      0.299 * (data[4 * at] as number) + 0.587 * (data[4 * at + 1] as number) + 0.114 * (data[4 * at + 2] as number);
  const fine = blurred(grey, width, height, BLUR);
  const coarse = blurred(grey, width, height, BLUR * COARSER);
  const edges = new Uint8ClampedArray(data.length).fill(255);
  for (let at = 0; at < grey.length; at++) {
    const darker = (coarse[at] as number) - (fine[at] as number) - LEAST;
    if (darker > 0) edges.fill(255 * (1 - Math.tanh(STEEPNESS * darker)), 4 * at, 4 * at + 3);
  }
  return { data: edges, width, height };
}

/** Blurred by a Gaussian along the rows and then the columns; beyond the border it goes on as at it. */
function blurred(grey: Float32Array, width: number, height: number, deviation: number): Float32Array {
  const reach = Math.ceil(3 * deviation);
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * deviation ** 2)),
  );
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const alongRows = new Float32Array(grey.length);
  const result = new Float32Array(grey.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = -reach; i <= reach; i++)
        sum += (weights[i + reach] as number) * (grey[y * width + Math.min(width - 1, Math.max(0, x + i))] as number);
      alongRows[y * width + x] = sum / whole;
    }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = -reach; i <= reach; i++)
        sum +=
          (weights[i + reach] as number) * (alongRows[Math.min(height - 1, Math.max(0, y + i)) * width + x] as number);
      result[y * width + x] = sum / whole;
    }
  return result;
}
