import sampleSet from './sample-set.json';

/** Where the pictures are; written out, because that is how the bundler finds them. */
const PAIRS = new URL('./pairs.png', import.meta.url);
const DRAWINGS = new URL('./drawings.png', import.meta.url);

/** A line drawing that no training has seen, another one each time but for chance. */
export async function heldOutDrawing(): Promise<HTMLCanvasElement> {
  const { drawingSize, drawings } = sampleSet;
  return cell(await sheet(DRAWINGS), Math.floor(Math.random() * drawings), drawingSize, drawingSize);
}

/** The sample set to train on, each pair side by side; the last `heldOut` are not for training. */
export async function samplePairs(): Promise<{ pairs: HTMLCanvasElement[]; heldOut: number }> {
  const { size, train, heldOut } = sampleSet;
  const image = await sheet(PAIRS);
  const pairs = Array.from({ length: train + heldOut }, (_, index) => cell(image, index, 2 * size, size));
  return { pairs, heldOut };
}

/** Of whom the pictures are. */
export const SAMPLE_LICENCE = sampleSet.licence;

async function sheet(address: URL): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address.href;
  await image.decode().catch((error) => {
    throw new Error('The sample pictures could not be fetched. Check the connection.', { cause: error });
  });
  return image;
}

function cell(sheetImage: HTMLImageElement, index: number, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const [left, top] = [(index % sampleSet.columns) * width, Math.floor(index / sampleSet.columns) * height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(sheetImage, left, top, width, height, 0, 0, width, height);
  return canvas;
}
