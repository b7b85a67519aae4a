import { colourOf } from '@pix2pix-ts/data';
import { newPlanet } from '../planet/new-planet.ts';
import { type Area, WHOLE } from './area.ts';
import { floodFill } from './flood-fill.ts';
import { type Operation, SIDE } from './operation.ts';
import { paintShape } from './paint-shape.ts';
import { clearPaper, type Paper } from './paper.ts';

/** What operations are painted with. */
export type Painting = {
  /** The pictures by their addresses: see `decodePictures`. One that is missing is not painted. */
  readonly pictures: ReadonlyMap<string, CanvasImageSource>;
  /** Where a fill looks for its borders. */
  readonly settled: Paper;
};

/**
 * Paints one operation over what is there. A fill takes several tasks of the page, so that none is long.
 *
 * @returns where the paper may look different now
 */
export async function paintOperation(
  paper: Paper,
  operation: Operation,
  { pictures, settled }: Painting,
): Promise<Area> {
  switch (operation.kind) {
    case 'clear':
      clearPaper(paper);
      return WHOLE;
    case 'image': {
      const picture = pictures.get(operation.address);
      if (picture) paper.drawImage(picture, 0, 0, paper.canvas.width, paper.canvas.height);
      return WHOLE;
    }
    case 'planet': {
      await nextTask();
      const { data, width, height } = newPlanet(operation.seed, SIDE);
      paper.putImageData(new ImageData(data, width, height), 0, 0);
      return WHOLE;
    }
    case 'fill':
      return fill(paper, operation.colour, operation.points, settled);
    default:
      return paintShape(paper, operation);
  }
}

async function fill(paper: Paper, colour: string, points: readonly number[], settled: Paper): Promise<Area> {
  const { width, height } = settled.canvas;
  const [left = 0, top = 0] = points;
  const [x, y] = [within(left, width), within(top, height)];
  // Reading 4 MB, filling and writing them takes 20 ms each on a slow machine.
  const image = settled.getImageData(0, 0, width, height);
  await nextTask();
  const [filled = 0] = new Uint32Array(Uint8Array.of(...colourOf(colour), 255).buffer);
  const area = floodFill(image.data, width, height, [x, y], filled);
  await nextTask();
  paper.putImageData(image, 0, 0, area.left, area.top, area.right - area.left, area.bottom - area.top);
  return area;
}

/** The pixel of a side in which a place is, or the nearest. */
function within(place: number, side: number): number {
  return Math.min(side - 1, Math.max(0, Math.floor(place)));
}

/** Lets the page answer the pen before the work continues. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
