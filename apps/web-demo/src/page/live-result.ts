import { type Format, SIDE } from '../draw/operation.ts';
import { fitInto } from '../images/fit-into.ts';
import type { PageFit } from '../translate/fit-picture.ts';
import { newestWins } from '../translate/newest-wins.ts';
import type { Translating } from '../translate/translating.ts';
import { lineOf } from '../worker/calls.ts';
import { element } from './element.ts';
import { createLinesOver } from './lines-over.ts';
import { notesOf, resolveNote } from './note.ts';
import { showFormat } from './show-format.ts';
import { showTiles } from './tiles-bar.ts';

/** What is translated: the drawing, or the camera as it is at the moment. */
export type Source = {
  readonly picture: HTMLCanvasElement;
  /** Whether it shows lines, which may be shown over the result, at the moment. */
  hasLines(): boolean;
  /** Whether it is still moving: then soon is better than large. */
  readonly isMoving: boolean;
  /** How it gets to the model. */
  readonly fit: PageFit;
};

/** What is known of a model that translates. */
type ResultSettings = {
  /** The model's. */
  readonly imageSize: number;
  /** Whether dots of colour are hints, and not lines. */
  readonly hints: boolean;
};

/** The result next to the drawing. */
export type LiveResult = {
  /** Something else should be translated: soon, one at a time, the newest only. */
  request(): void;
  /** For whom it is translated, once that is known. */
  setModel(settings: ResultSettings): void;
  /** Whether the drawing's lines are shown over the result. */
  setLinesOver(isOver: boolean): void;
  /** Shows a picture that is known already, until there is a result. */
  showMeanwhile(picture: HTMLCanvasElement): void;
  /** What is shown, as large as a drawing. */
  picture(): HTMLCanvasElement;
};

/** Pixels of the shorter side that are enough for a result at rest. */
const ENOUGH = 512;

/** Keeps the result up to date with what `source` gives. */
export function createLiveResult(translating: Translating, source: () => Source | undefined): LiveResult {
  const canvas = element('result', HTMLCanvasElement);
  const milliseconds = element('milliseconds', HTMLOutputElement);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const lines = createLinesOver();
  const onNote = notesOf('translation');
  let model: ResultSettings = { imageSize: 128, hints: false };
  let isOver = false;

  function show(output: ImageBitmap | HTMLCanvasElement): void {
    [canvas.width, canvas.height] = [output.width, output.height];
    context.drawImage(output, 0, 0);
    canvas.dataset.shown = '';
  }

  function showLines(from: Source | undefined): void {
    lines.show(isOver && from?.hasLines() && from.fit !== 'middle' ? from.picture : undefined, model.hints);
  }

  const translateNewest = async (outdated: AbortSignal) => {
    await nextFrame();
    const from = source();
    if (!from) return;
    const start = performance.now();
    // Tiles take so long that nobody is to wait for those of a drawing that is another one by now.
    const tiles = from.fit === 'tiles' ? { signal: outdated, onProgress: showTiles } : {};
    canvas.toggleAttribute('data-waiting', from.fit === 'tiles');
    try {
      const picture = fitInto(from.picture, sentSize(from, model.imageSize), 'cover');
      const output = await translating.translateBitmap(await createImageBitmap(picture), from.fit, tiles);
      if (!output) return;
      show(output);
      // A part of it has its own format.
      showFormat(canvas, from.fit === 'middle' ? output : from.picture);
      output.close();
      showLines(from);
      element('save', HTMLButtonElement).disabled = false;
      canvas.dataset.translations = String(Number(canvas.dataset.translations ?? 0) + 1);
      milliseconds.textContent = timeOf(performance.now() - start);
      resolveNote('translation');
    } catch (error) {
      onNote(lineOf(error));
    } finally {
      canvas.removeAttribute('data-waiting');
      showTiles(undefined);
    }
  };
  const request = newestWins(translateNewest, (isBusy) => canvas.setAttribute('aria-busy', String(isBusy)));
  return {
    request,
    setModel(settings) {
      model = settings;
    },
    setLinesOver(now) {
      isOver = now;
      if (canvas.dataset.translations !== undefined) showLines(source());
    },
    showMeanwhile(picture) {
      if (canvas.dataset.shown === undefined) show(picture);
    },
    picture() {
      const scale = SIDE / Math.max(canvas.width, canvas.height);
      const format = { width: Math.round(canvas.width * scale), height: Math.round(canvas.height * scale) };
      const picture = fitInto(canvas, format, 'cover');
      lines.drawOn(picture.getContext('2d') as CanvasRenderingContext2D);
      return picture;
    },
  };
}

/**
 * Twice the model's size while a line is being drawn, then enough for a screen: it comes back as smooth as the model's resize
 * makes it. It is the shorter side's; a wide picture's longer side is longer. Tiles get all that there is.
 */
function sentSize({ picture: { width, height }, isMoving, fit }: Source, imageSize: number): Format {
  if (fit === 'tiles') return { width, height };
  const least = Math.max(256, 2 * imageSize);
  const side = isMoving ? least : Math.max(least, Math.min(ENOUGH, 4 * imageSize));
  const scale = Math.min(side / Math.min(width, height), SIDE / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** As people say it. */
function timeOf(milliseconds: number): string {
  return milliseconds < 9950 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Until the browser is about to paint, or a little later where the page is not seen. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 100);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
