import { colourOf } from '@pix2pix-ts/data';
import { formatOf, visible } from '../draw/history.ts';
import { followKeyboard } from '../draw/keyboard-input.ts';
import type { Operation } from '../draw/operation.ts';
import { createPen, type PenSettings } from '../draw/pen.ts';
import { pictureOf } from '../draw/picture-operation.ts';
import { followPointer } from '../draw/pointer-input.ts';
import { createSheet, type Sheet } from '../draw/sheet.ts';
import type { ExampleKind } from '../examples/example-kinds.ts';
import { heldOutExample } from '../examples/sample-set.ts';
import type { GalleryItem } from '../gallery/gallery.ts';
import { type AsInput, looksDrawn } from '../images/as-input.ts';
import { decodeImage } from '../images/decode-image.ts';
import { savePng } from '../images/save-png.ts';
import { LINES, type PageSettings } from '../models/page-settings.ts';
import { drawingFromHash } from '../share/drawing-link.ts';
import { type KeptDrawing, keepDrawing, keptDrawing, toKeep } from '../storage/kept-drawing.ts';
import { nameOfTab } from '../storage/tab.ts';
import type { PageFit } from '../translate/fit-picture.ts';
import { lineOf } from '../worker/calls.ts';
import { createDrawingsByKind } from './drawings-by-kind.ts';
import { element, onClick } from './element.ts';
import { followFit } from './fit-menu.ts';
import { createInputSwitch, type InputSwitch } from './input-switch.ts';
import type { Source } from './live-result.ts';
import { notesOf, resolveNote, showNote } from './note.ts';
import { createOriginals } from './originals.ts';
import { share, showShareLabel } from './share-button.ts';
import { followShortcuts } from './shortcuts.ts';
import { showFormat } from './show-format.ts';
import { createToolbar } from './toolbar.ts';

/** The drawing, with all that can be done to it. */
export type DrawPart = {
  readonly canvas: HTMLCanvasElement;
  source(): Source;
  /** Offers the tools, the colours and the examples of a model of a size, and a drawing that fits. */
  offer(settings: PageSettings, model: { readonly name: string | undefined; readonly imageSize: number }): void;
  /** Shows an example to someone who comes with no drawing. @returns whether it is shown */
  welcome(item: GalleryItem): Promise<boolean>;
  /** Shows a drawing of the gallery; the one before can be undone to. */
  open(item: GalleryItem): Promise<void>;
  takeImage(file: File): Promise<void>;
  /** Takes the picture, or the camera's, whole again: what takes long is no longer wanted. */
  takeWhole(): Promise<void>;
  /** What photographs become for the model. */
  readonly input: Pick<InputSwitch, 'kind' | 'turn'>;
};

/** What the drawing tells the page. */
export type DrawEvents = {
  /** It looks different, while a line is being drawn too. */
  onPaint(): void;
  /** The name of the model that is shown, where it comes with the page. */
  model(): string | undefined;
  /** What is shown for the drawing. */
  result(): HTMLCanvasElement;
};

/** Sets up the drawing. */
export async function startDrawPart({ onPaint, model, result }: DrawEvents): Promise<DrawPart> {
  const canvas = element('drawing', HTMLCanvasElement);
  const hint = element('hint', HTMLParagraphElement);
  const tab = await nameOfTab();
  const originals = createOriginals();
  const fit = followFit(takeFit);
  let keep = () => {};
  let hasLines = true;
  let examples: ExampleKind = LINES.examples;
  let [settingsOf, imageSizeOf] = [LINES, 128]; // the model's
  const sheet = createSheet(canvas, () => {
    showHistory(sheet);
    showFormat(canvas, formatOf(sheet.history.done));
    showShareLabel(sheet.history.done);
    resolveNote('share');
    originals.show(sheet.history.done);
    const hasPicture = visible(sheet.history.done)[0]?.kind === 'image';
    hasLines = !hasPicture || looksDrawn(canvas);
    offerFit();
    if (!drawings.isExample(sheet.history.done)) keep();
    onPaint();
  });
  const settings: PenSettings = { tool: 'pen', colour: '#000000', width: 28 };
  const pen = createPen(sheet, settings, () => {
    hint.hidden = true;
    onPaint();
  });
  const toolbar = createToolbar(settings);
  const first = await firstDrawing(tab);
  const drawings = createDrawingsByKind(sheet, first.kind);
  const input = createInputSwitch(sheet, onPaint);
  await sheet.replace(first.operations);
  keep = keepDrawing(
    tab,
    () => {
      // It was changed by whoever draws: what was said about the one before is over.
      resolveNote('address');
      return { operations: toKeep(sheet.history.done, () => pictureOf(canvas)), kind: drawings.kind() };
    },
    { onNote: notesOf('storage'), onKept: () => resolveNote('storage') },
  );

  followPointer(canvas, pen);
  followKeyboard(canvas, pen, element('cursor', HTMLDivElement));
  const history = { undo: () => sheet.undo(), redo: () => sheet.redo() };
  followShortcuts({ ...history, choose: toolbar.choose });
  onClick('undo', history.undo, showNote);
  onClick('redo', history.redo, showNote);
  onClick('clear', () => sheet.apply({ kind: 'clear' }), showNote);
  onClick('example', showExample, notesOf('image'));
  onClick('share', () => share(sheet.history.done, { drawing: canvas, result, model: model() }), notesOf('share'));
  onClick('save', () => savePng('pix2pix.png', result()), showNote);

  /** Lines are drawn for a size; pictures and maps have detail. */
  function offerFit(): void {
    const { done } = sheet.history;
    const hasDetail = visible(done)[0]?.kind === 'image' || examples === 'planet';
    fit.offer(hasDetail ? formatOf(done) : undefined);
  }

  async function takeFit(): Promise<void> {
    input.offer(inputFor(settingsOf, imageSizeOf, fit.chosen()));
    if (!(await input.refresh())) onPaint();
  }

  async function showExample(): Promise<void> {
    if (examples === 'planet') return sheet.apply({ kind: 'planet', seed: Math.floor(Math.random() * 2 ** 32) });
    const { drawing, original } = await heldOutExample(examples);
    const picture = pictureOf(drawing);
    originals.remember(picture, original);
    await sheet.apply(picture);
    resolveNote('image');
  }

  return {
    canvas,
    // A line that is being drawn is not to wait for tiles.
    source: () => ({
      picture: canvas,
      hasLines: () => hasLines,
      isMoving: pen.isDown,
      fit: pen.isDown && fit.chosen() === 'tiles' ? 'whole' : fit.chosen(),
    }),
    offer(offered, { name, imageSize }) {
      toolbar.offer(offered);
      examples = offered.examples;
      offerFit();
      showExampleLabel(examples);
      [settingsOf, imageSizeOf] = [offered, imageSize];
      fit.reset();
      input.offer(inputFor(offered, imageSize, fit.chosen()));
      const switched = offered.isKnown ? drawings.switchTo(examples, name) : undefined;
      void Promise.resolve(switched).then(input.refresh);
    },
    welcome: (item) => drawings.welcome(item),
    open: (item) => drawings.open(item),
    async takeImage(file) {
      try {
        await input.take(await decodeImage(file));
        resolveNote('image');
      } catch (error) {
        showNote(lineOf(error), 'image');
      }
    },
    async takeWhole() {
      fit.reset();
      await takeFit();
    },
    input,
  };
}

/** The drawing of the page's address, the one that was kept, or none. */
async function firstDrawing(tab: string): Promise<KeptDrawing> {
  const fromAddress = async () => {
    const operations = await drawingFromHash(location.hash);
    return operations && { operations };
  };
  for (const drawing of [fromAddress, () => keptDrawing(tab)]) {
    try {
      const found = await drawing();
      if (found) return found;
    } catch (error) {
      showNote(lineOf(error), 'address');
    }
  }
  return { operations: [] };
}

/** Pixels of the shorter side at which edges look as if drawn with a pen. */
const DRAWN = 256;

/**
 * What photographs become: as in the model's training where its file says so, and edges for a model that wants lines, which has
 * learned from drawings.
 */
function inputFor(settings: PageSettings, imageSize: number, fit: PageFit): AsInput | undefined {
  const { photographs, isKnown, examples } = settings;
  if (photographs) {
    const palette = settings.palette.map(({ colour }) => colourOf(colour));
    if (fit !== 'tiles') return { kind: photographs, side: imageSize, palette };
    // With all its detail, and as much out of focus, or in as large blocks, as in training.
    const strength = { blur: imageSize / 32, mosaic: Math.max(2, imageSize / 16) };
    return { kind: photographs, side: undefined, palette, strength: strength[photographs as keyof typeof strength] };
  }
  return isKnown && examples === 'lines' ? { kind: 'edges', side: Math.max(DRAWN, imageSize), palette: [] } : undefined;
}

function showExampleLabel(examples: ExampleKind): void {
  const label = element('example', HTMLButtonElement).querySelector('span');
  if (label) label.textContent = examples === 'planet' ? 'New planet' : 'Example';
}

function showHistory({ history: { done, undone } }: Sheet): void {
  element('undo', HTMLButtonElement).disabled = done.length === 0;
  element('redo', HTMLButtonElement).disabled = undone.length === 0;
  element('clear', HTMLButtonElement).disabled = isBlank(done);
  element('hint', HTMLParagraphElement).hidden = !isBlank(done);
}

function isBlank(done: readonly Operation[]): boolean {
  return visible(done).length === 0;
}
