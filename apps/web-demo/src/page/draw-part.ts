import { followKeyboard } from '../draw/keyboard-input.ts';
import type { Operation } from '../draw/operation.ts';
import { createPen, type PenSettings } from '../draw/pen.ts';
import { pictureOf } from '../draw/picture-operation.ts';
import { followPointer } from '../draw/pointer-input.ts';
import { createSheet, type Sheet } from '../draw/sheet.ts';
import { type ExampleKind, heldOutExample } from '../examples/sample-set.ts';
import { decodeImage } from '../images/decode-image.ts';
import { savePng } from '../images/save-png.ts';
import { LINES, type PageSettings } from '../models/page-settings.ts';
import { drawingFromHash, drawingToHash } from '../share/drawing-link.ts';
import { keepDrawing, keptDrawing, toKeep } from '../storage/kept-drawing.ts';
import { nameOfTab } from '../storage/tab.ts';
import { lineOf } from '../worker/calls.ts';
import { element, onClick } from './element.ts';
import { showNote } from './note.ts';
import { createOriginals } from './originals.ts';
import { followShortcuts } from './shortcuts.ts';
import { createToolbar } from './toolbar.ts';

/** The drawing, with all that can be done to it. */
export type DrawPart = {
  readonly canvas: HTMLCanvasElement;
  /** Offers the tools, the colours and the examples of a model. */
  offer(settings: PageSettings): void;
  takeImage(file: File): Promise<void>;
};

/** Sets up the drawing; `onPaint` is called whenever it looks different, while a line is being drawn too. */
export async function startDrawPart(onPaint: () => void): Promise<DrawPart> {
  const canvas = element('drawing', HTMLCanvasElement);
  const hint = element('hint', HTMLParagraphElement);
  const tab = await nameOfTab();
  const originals = createOriginals();
  let keep = () => {};
  const sheet = createSheet(canvas, () => {
    showHistory(sheet);
    originals.show(sheet.history.done);
    keep();
    onPaint();
  });
  const settings: PenSettings = { tool: 'pen', colour: '#000000', width: 28 };
  const pen = createPen(sheet, settings, () => {
    hint.hidden = true;
    onPaint();
  });
  const toolbar = createToolbar(settings);
  let examples: ExampleKind = LINES.examples;
  await sheet.replace(await firstDrawing(tab));
  keep = keepDrawing(tab, () => toKeep(sheet.history.done, () => pictureOf(canvas)), showNote);

  followPointer(canvas, pen);
  followKeyboard(canvas, pen, element('cursor', HTMLDivElement));
  const history = { undo: () => sheet.undo(), redo: () => sheet.redo() };
  followShortcuts({ ...history, choose: toolbar.choose });
  onClick('undo', history.undo, showNote);
  onClick('redo', history.redo, showNote);
  onClick('clear', () => sheet.apply({ kind: 'clear' }), showNote);
  onClick(
    'example',
    async () => {
      const { drawing, original } = await heldOutExample(examples);
      const picture = pictureOf(drawing);
      originals.remember(picture, original);
      await sheet.apply(picture);
    },
    showNote,
  );
  onClick('share', () => share(sheet), showNote);
  onClick('save', () => savePng('pix2pix.png', element('result', HTMLCanvasElement)), showNote);

  return {
    canvas,
    offer(model) {
      toolbar.offer(model);
      examples = model.examples;
    },
    async takeImage(file) {
      try {
        await sheet.apply(pictureOf(await decodeImage(file)));
      } catch (error) {
        showNote(lineOf(error));
      }
    },
  };
}

/** The drawing of the page's address, the one that was kept, or none. */
async function firstDrawing(tab: string): Promise<readonly Operation[]> {
  for (const drawing of [() => drawingFromHash(location.hash), () => keptDrawing(tab)]) {
    try {
      const operations = await drawing();
      if (operations) return operations;
    } catch (error) {
      showNote(lineOf(error));
    }
  }
  return [];
}

async function share(sheet: Sheet): Promise<void> {
  const address = new URL(location.href);
  address.hash = await drawingToHash(sheet.history.done);
  history.replaceState(null, '', address);
  try {
    await navigator.clipboard.writeText(address.href);
    showNote('The link to this drawing was copied.');
  } catch {
    showNote("The page's address is now the link to this drawing.");
  }
}

function showHistory({ history: { done, undone } }: Sheet): void {
  element('undo', HTMLButtonElement).disabled = done.length === 0;
  element('redo', HTMLButtonElement).disabled = undone.length === 0;
  element('clear', HTMLButtonElement).disabled = done.length === 0 || done.at(-1)?.kind === 'clear';
  element('hint', HTMLParagraphElement).hidden = done.length > 0 && done.at(-1)?.kind !== 'clear';
}
