import { CHANNELS, drawingPixels, everyNeighbour, type Pixels, visitNeighbours } from '@pix2pix-ts/data';

/** As a share of the picture's longer side: a pen's lines become about that wide where a drawing of half its size is made as large. */
const THICK = 6 / 128;

/**
 * A line drawing with lines at least so thick that a model does not see from them how large the drawing was: the same pen draws
 * thin lines in large drawings and thick ones in small ones that are made as large.
 */
export function withThickLines(drawing: Pixels): Pixels {
  const width = lineWidth(drawing);
  const missing = width === 0 ? 0 : THICK * Math.max(drawing.width, drawing.height) - width;
  let thicker = drawing;
  for (let each = 0; each < Math.round(missing / 2); each++) thicker = withLinesGrown(thicker);
  return thicker;
}

/** How wide the lines of a drawing are on average, in pixels: their area by the half of their two edges; 0 where it has none. */
function lineWidth(drawing: Pixels): number {
  const { width, height } = drawing;
  const { isLine } = drawingPixels(drawing);
  let [area, edges] = [0, 0];
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (!isLine(pixel)) continue;
    area++;
    if (!everyNeighbour(pixel, width, height, isLine)) edges++;
  }
  return edges === 0 ? 0 : (2 * area) / edges;
}

/** A drawing whose lines are wider by a pixel at each side. */
function withLinesGrown(drawing: Pixels): Pixels {
  const { data: from, width, height } = drawing;
  const { lightness } = drawingPixels(drawing);
  const data = Uint8Array.from(from);
  for (let pixel = 0; pixel < width * height; pixel++) {
    let darkest = pixel;
    visitNeighbours(pixel, width, height, (next) => {
      if (lightness(next) < lightness(darkest)) darkest = next;
    });
    if (darkest === pixel) continue;
    const at = darkest * CHANNELS;
    data.set(from.subarray(at, at + CHANNELS), pixel * CHANNELS);
  }
  return { data, width, height };
}
