import { type CanvasHTMLAttributes, useEffect, useRef } from 'react';
import type { FromWorker, ToWorker } from './translate-worker.ts';

/** What is translated. An image may still be loading. */
type Picture = HTMLImageElement | HTMLCanvasElement | ImageBitmap;

/** @see Pix2Pix */
export type Pix2PixProps = Omit<CanvasHTMLAttributes<HTMLCanvasElement>, 'onError'> & {
  /** The address of a `model.safetensors`. */
  model: string;
  /** What is translated, if there is anything yet. */
  picture: Picture | null;
  /** Give another value after you have drawn on a canvas, which React cannot see. */
  revision?: unknown;
  /** Called with one line where the model or the picture cannot be used. */
  onError?: (message: string) => void;
};

/**
 * A canvas that shows the translation of a picture, computed in a worker, so that the page stays smooth. While a picture
 * is translated the newest one waits, and those between are left out. The worker ends with the component.
 */
export function Pix2Pix({ model, picture, revision, onError, ...attributes }: Pix2PixProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const translation = useRef<Translation>(null);
  const tell = useRef(onError);
  tell.current = onError;

  useEffect(() => {
    translation.current = startTranslation(model, (answer) => {
      if ('error' in answer) tell.current?.(answer.error);
      else if (canvas.current) paint(canvas.current, answer.translated);
    });
    return () => translation.current?.end();
  }, [model]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: both mean that there is something new to translate
  useEffect(() => {
    if (picture) translation.current?.translate(picture);
  }, [picture, revision, model]);

  return <canvas ref={canvas} {...attributes} />;
}

type Translation = { translate(picture: Picture): void; end(): void };

function startTranslation(model: string, show: (answer: FromWorker) => void): Translation {
  const worker = new Worker(new URL('./translate-worker.ts', import.meta.url), { type: 'module' });
  let running = false;
  let next: Picture | null = null;
  let ended = false;
  const send = (message: ToWorker, transfer: Transferable[] = []) => worker.postMessage(message, transfer);

  async function begin(picture: Picture): Promise<void> {
    running = true;
    try {
      if (picture instanceof HTMLImageElement) await picture.decode();
      const copy = await createImageBitmap(picture); // the caller keeps the picture
      if (ended) copy.close();
      else send({ picture: copy }, [copy]);
    } catch (error) {
      finish({ error: `Expected a readable picture, got: ${(error as Error).message}` });
    }
  }

  function finish(answer: FromWorker): void {
    if (ended) return;
    running = false;
    show(answer);
    const newest = next;
    next = null;
    if (newest) void begin(newest);
  }

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => finish(data);
  worker.onerror = ({ message }) => finish({ error: `The worker failed: ${message || 'its script did not load'}` });
  send({ model: new URL(model, document.baseURI).href });
  return {
    translate(picture) {
      if (running) next = picture;
      else void begin(picture);
    },
    end() {
      ended = true;
      worker.terminate(); // with it goes the memory of the model
    },
  };
}

function paint(canvas: HTMLCanvasElement, image: ImageData): void {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
