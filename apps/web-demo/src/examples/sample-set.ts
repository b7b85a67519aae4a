import sampleSet from './sample-set.json';

/** Where the pictures are; written out, because that is how the bundler finds them. */
const PAIRS = new URL('./pairs.png', import.meta.url);
const SHEETS = {
  lines: {
    drawings: new URL('./drawings.png', import.meta.url),
    originals: new URL('./originals.png', import.meta.url),
  },
  flat: {
    drawings: new URL('./flat-drawings.png', import.meta.url),
    originals: new URL('./flat-originals.png', import.meta.url),
  },
} as const;

/** Which examples there are: black line drawings of OpenMoji, flat shapes of the Fluent emoji. */
export type SampleKind = keyof typeof SHEETS;

/** A drawing that no training has seen, and what should come out. */
export type Example = { readonly drawing: HTMLCanvasElement; readonly original: HTMLCanvasElement };

let last = -1;

/** An example of a kind, different from the last one. */
export async function heldOutExample(kind: SampleKind): Promise<Example> {
  const { drawingSize, originalSize, examples } = sampleSet;
  const { drawings, originals } = SHEETS[kind];
  const [drawingSheet, originalSheet] = await Promise.all([sheet(drawings), sheet(originals)]);
  last = (last + 1 + Math.floor(Math.random() * (examples[kind] - 1))) % examples[kind];
  return {
    drawing: cell(drawingSheet, last, drawingSize, drawingSize),
    original: cell(originalSheet, last, originalSize, originalSize),
  };
}

/** The sample set to train on, each pair side by side; the last `heldOut` are not for training. */
export async function samplePairs(): Promise<{ pairs: HTMLCanvasElement[]; heldOut: number }> {
  const { size, train, heldOut } = sampleSet;
  const image = await sheet(PAIRS);
  const pairs = Array.from({ length: train + heldOut }, (_, index) => cell(image, index, 2 * size, size));
  return { pairs, heldOut };
}

/** Whose pictures they are. */
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
