import { fitSquare } from '../images/fit-square.ts';
import { newestWins } from '../translate/newest-wins.ts';
import type { Translating } from '../translate/translating.ts';
import { lineOf } from '../worker/calls.ts';
import { element } from './element.ts';

/** The result next to the drawing. */
export type LiveResult = {
  /** Something else should be translated: soon, one at a time, the newest only. */
  request(): void;
  /** The model's image size, once it is known. */
  setImageSize(size: number): void;
};

/** Keeps the result up to date with what `source` gives: the drawing, or the camera. */
export function createLiveResult(
  translating: Translating,
  source: () => HTMLCanvasElement | HTMLVideoElement | undefined,
  onNote: (note: string) => void,
): LiveResult {
  const canvas = element('result', HTMLCanvasElement);
  const milliseconds = element('milliseconds', HTMLOutputElement);
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  let side = 256;
  const translateNewest = async () => {
    await nextFrame();
    const from = source();
    if (!from) return;
    const start = performance.now();
    try {
      const output = await translating.translateBitmap(await createImageBitmap(fitSquare(from, side, 'cover')));
      if (!output) return;
      [canvas.width, canvas.height] = [output.width, output.height];
      context.drawImage(output, 0, 0);
      output.close();
      element('save', HTMLButtonElement).disabled = false;
      canvas.dataset.translations = String(Number(canvas.dataset.translations ?? 0) + 1);
      milliseconds.textContent = `${Math.round(performance.now() - start)} ms`;
    } catch (error) {
      onNote(lineOf(error));
    }
  };
  const request = newestWins(translateNewest, (isBusy) => canvas.setAttribute('aria-busy', String(isBusy)));
  return {
    request,
    setImageSize(size) {
      // Twice the model's: enough for a smooth resize in the worker, and four times less to send than the entire paper.
      side = Math.min(1024, Math.max(256, 2 * size));
    },
  };
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
