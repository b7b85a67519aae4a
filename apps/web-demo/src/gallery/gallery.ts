import type { Operation } from '../draw/operation.ts';
import type { ExampleKind } from '../examples/example-kinds.ts';
import gallery from './gallery.json';

/** A drawing, and which model was shown it. */
export type GalleryItem = {
  /** The model's name: that of its package without `model-`. */
  readonly model: string;
  readonly kind: ExampleKind;
  readonly title: string;
  readonly drawing: readonly Operation[];
};

/** Where the results are; written out, because that is how the bundler finds them. */
const SHEET = new URL('./gallery.webp', import.meta.url);
const ITEMS = gallery.items as unknown as readonly GalleryItem[];

/** The results of some models, a dozen of all; see `npm run gallery`. */
export function galleryOf(models: readonly string[]): GalleryItem[] {
  return ITEMS.filter(({ model }) => models.includes(model));
}

/** A drawing of a kind for which there is nothing else yet. */
export function firstDrawingOf(kind: ExampleKind, model?: string): GalleryItem | undefined {
  return ITEMS.find((item) => item.kind === kind && item.model === model) ?? ITEMS.find((item) => item.kind === kind);
}

/** A part of the sheet of pictures. */
type Cell = { readonly left: number; readonly top: number; readonly side: number };

/** What a model made of an item, and the item's drawing. */
export async function picturesOf(
  item: GalleryItem,
): Promise<{ result: HTMLCanvasElement; drawing: HTMLCanvasElement }> {
  const at = ITEMS.indexOf(item);
  const image = await sheet();
  const left = (at % gallery.columns) * (gallery.result + gallery.drawing);
  const top = Math.floor(at / gallery.columns) * gallery.result;
  return {
    result: cut(image, { left, top, side: gallery.result }),
    drawing: cut(image, { left: left + gallery.result, top, side: gallery.drawing }),
  };
}

let loading: Promise<HTMLImageElement> | undefined;

/** The sheet, fetched once. @throws where it cannot be fetched */
function sheet(): Promise<HTMLImageElement> {
  const image = new Image();
  loading ??= Promise.resolve().then(async () => {
    image.src = SHEET.href;
    await image.decode();
    return image;
  });
  return loading;
}

function cut(image: HTMLImageElement, { left, top, side }: Cell): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  canvas.getContext('2d')?.drawImage(image, left, top, side, side, 0, 0, side, side);
  return canvas;
}
