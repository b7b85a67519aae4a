import type { Engine } from '@pix2pix-ts/engine';
import { loadTranslator, type TranslatedImage, type Translator } from '@pix2pix-ts/pix2pix';
import { startEngine } from '../engines/start-engine.ts';
import { warmUpEngine } from '../engines/warm-up-engine.ts';
import { whenLost } from '../engines/when-lost.ts';
import { postNews, serveCalls } from '../worker/serve-calls.ts';
import { inspect } from './inspect.ts';
import type { TranslateCalls, TranslateNews } from './translate-calls.ts';

// All engines run in here, the GPUs' too: a page that only draws has no long tasks, and ending the worker frees everything.
let translator: Translator | undefined;
let engine: Engine | undefined;

serveCalls<TranslateCalls>(
  {
    async start({ choice, except }) {
      engine = await startEngine(choice, { except, threads: threadsBesideThePage() });
      whenLost((lost) => tell({ lost }));
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
    translate: (image) => loaded().translate(image),
    inspect: () => inspect(loaded()),
  },
  (answer) => [(answer as Partial<TranslatedImage>).data?.buffer].filter((buffer) => buffer !== undefined),
);

/** One core is left to the page: otherwise it waits while someone draws, three times as long as it computes. */
function threadsBesideThePage(): number {
  return Math.max(1, Math.min(8, navigator.hardwareConcurrency - 1));
}

async function warmUp(next: Translator): Promise<void> {
  const side = next.imageSize;
  try {
    if (engine) await warmUpEngine(engine, next.rehearse, (preparing) => tell({ preparing }));
    await next.translate({ data: new Uint8Array(side * side * 3).fill(255), width: side, height: side });
  } catch (error) {
    next.dispose();
    throw error;
  }
}

function tell(news: TranslateNews): void {
  postNews(news);
}

function loaded(): Translator {
  if (!translator) throw new Error('Expected a model to be loaded first, got none. Open one.');
  return translator;
}
