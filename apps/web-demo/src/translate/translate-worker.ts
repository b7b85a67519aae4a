import { longerSide } from '@pix2pix-ts/common';
import type { Engine } from '@pix2pix-ts/engine';
import { loadTranslator, type TranslatedImage, type Translator } from '@pix2pix-ts/pix2pix';
import { startEngine } from '../engines/start-engine.ts';
import { warmUpEngine } from '../engines/warm-up-engine.ts';
import { whenLost } from '../engines/when-lost.ts';
import { postNews, serveCalls } from '../worker/serve-calls.ts';
import { fitPicture } from './fit-picture.ts';
import { inspect } from './inspect.ts';
import type { TranslateCalls, TranslateNews } from './translate-calls.ts';

// All engines run in here, the GPUs' too: a page that only draws has no long tasks, and ending the worker frees everything.
let translator: Translator | undefined;
let engine: Engine | undefined;

serveCalls<TranslateCalls>(
  {
    async start({ choice, except }) {
      engine = await startEngine(choice, { except, threads: threadsBesideThePage() });
      whenLost((lost) => postTranslateNews({ lost }));
      return engine;
    },
    async load(bytes) {
      const next = await loadTranslator(bytes);
      await warmUp(next);
      // Not before it works: one that is too large for the memory leaves the previous one.
      translator?.dispose();
      translator = next;
      return next.metadata;
    },
    async translateBitmap({ bitmap, fit }, { signal, tell }) {
      try {
        return await fitPicture(loaded(), bitmap, fit, { signal, onProgress: tell });
      } finally {
        bitmap.close();
      }
    },
    translate: (image) => loaded().translate(image),
    inspect: () => inspect(loaded()),
  },
  handedOver,
);

function handedOver(answer: unknown): Transferable[] {
  if (answer instanceof ImageBitmap) return [answer];
  const { data } = answer as Partial<TranslatedImage>;
  return data ? [data.buffer] : [];
}

/** One core is left to the page: otherwise it waits while someone draws, three times as long as it computes. */
function threadsBesideThePage(): number {
  return Math.max(1, Math.min(8, navigator.hardwareConcurrency - 1));
}

async function warmUp(next: Translator): Promise<void> {
  const side = 2 * longerSide(next.imageSize); // the page's pictures have twice the model's
  try {
    if (engine) await warmUpEngine(engine, next.rehearse, (preparing) => postTranslateNews({ preparing }));
    const blank = await createImageBitmap(new ImageData(side, side));
    (await next.translateBitmap(blank)).close();
    blank.close();
  } catch (error) {
    next.dispose();
    throw error;
  }
}

function postTranslateNews(news: TranslateNews): void {
  postNews(news);
}

function loaded(): Translator {
  if (!translator) throw new Error('Expected a model to be loaded first, got none. Open one.');
  return translator;
}
