import type { Engine, PassedOver } from '@pix2pix-ts/engine';
import type { ModelMetadata } from '@pix2pix-ts/models';
import type { ImageLike, TileProgress, TranslatedImage } from '@pix2pix-ts/pix2pix';
import { ENGINE_TITLES, type EngineChoice, type PageEngine } from '../engines/engine-choice.ts';
import type { Preparing } from '../engines/warm-up-engine.ts';
import { type CalledWorker, type CallOptions, callWorker } from '../worker/call-worker.ts';
import { lineOf } from '../worker/calls.ts';
import { startWorker } from '../worker/start-worker.ts';
import type { PageFit } from './fit-picture.ts';
import type { Inspection, TranslateCalls, TranslateNews } from './translate-calls.ts';

/** What the page is told about the engine. */
export type TranslatingEvents = {
  /** An engine runs, with the model on it. */
  onReady(engine: Engine, metadata: ModelMetadata): void;
  /** How far the graphics card is prepared for a model that is being loaded; `undefined` once it no longer is. */
  onPreparing(preparing: Preparing | undefined): void;
  /** Something went wrong and was recovered from; one line. */
  onNote(note: string): void;
  /** What was chosen has broken: from now on the first that works is used. */
  onAutomatic(): void;
};

/** Translates in a worker; an engine that breaks is replaced by the next one that works. */
export type Translating = {
  /** Switches to another engine, with the same model. */
  choose(choice: EngineChoice): Promise<void>;
  /** Switches to another model; where it cannot be loaded, the previous one stays. @throws one line */
  load(bytes: Uint8Array): Promise<void>;
  /**
   * For a picture that is only shown; `bitmap` is handed over, and the result is the caller's to close.
   *
   * @param tiles of the fit `tiles`: how far they are, and whether the result is still wanted
   * @throws one line; undefined where there is no model, the engine was changed meanwhile, or the signal was aborted
   */
  translateBitmap(
    bitmap: ImageBitmap,
    fit?: PageFit,
    tiles?: Omit<CallOptions<TileProgress>, 'transfer'>,
  ): Promise<ImageBitmap | undefined>;
  /** The same with values that are read back. */
  translate(image: ImageLike): Promise<TranslatedImage | undefined>;
  inspect(): Promise<Inspection>;
};

type TranslateWorker = CalledWorker<TranslateCalls>;

/** Creates the worker when it is first needed. */
export function createTranslating({ onReady, onPreparing, onNote, onAutomatic }: TranslatingEvents): Translating {
  let choice: EngineChoice = 'auto';
  let model: Uint8Array | undefined;
  let worker: Promise<{ worker: TranslateWorker; engine: Engine }> | undefined;
  let failed: PassedOver[] = [];
  let starts = 0;

  /** A worker whose engine runs; one that was chosen and does not work is replaced by the first that does. */
  async function started() {
    const start = ++starts;
    const { called, crashed } = newWorker(
      (preparing) => start === starts && onPreparing(preparing),
      (reason) => start === starts && void replace(reason),
    );
    try {
      const engine = await Promise.race([called.call('start', { choice, except: failed }), crashed]);
      return { worker: called, engine };
    } catch (error) {
      called.end();
      if (choice === 'auto' || start !== starts) throw error;
      onNote(`${lineOf(error)} Continuing with another engine.`);
      failed = [...failed, { name: choice, reason: 'not working' }];
      goAutomatic();
      return started();
    }
  }

  function goAutomatic(): void {
    choice = 'auto';
    onAutomatic();
  }

  /** What runs has broken. */
  async function replace(reason: string): Promise<void> {
    const broken = await worker?.catch(() => undefined);
    if (!broken) return;
    broken.worker.end();
    failed = [...failed, { name: broken.engine.name, reason: `lost (${reason})` }];
    goAutomatic();
    worker = undefined;
    onNote(
      `${ENGINE_TITLES[pageEngine(broken.engine)]} stopped: ${reason}. Continuing with another engine; the drawing is kept.`,
    );
    await reload().catch((error) => onNote(lineOf(error)));
  }

  async function reload(): Promise<void> {
    worker ??= started();
    const running = worker;
    const { worker: called, engine } = await running.catch((error) => {
      if (worker === running) worker = undefined;
      throw error;
    });
    if (model === undefined || worker !== running) return;
    try {
      onReady(engine, await called.call('load', model));
    } catch (error) {
      if (worker === running) throw error; // otherwise it was replaced, and whoever did so loads the model again
    } finally {
      if (worker === running) onPreparing(undefined);
    }
  }

  /** The answer of the worker that runs; undefined where it is no longer wanted, or there is none to answer. */
  async function ask<Answer>(
    question: (called: TranslateWorker) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer | undefined> {
    if (model === undefined || worker === undefined) return undefined;
    const running = worker;
    try {
      const { worker: called } = await running;
      return await question(called);
    } catch (error) {
      if (signal?.aborted || worker !== running) return undefined; // one that was replaced is being reported already
      throw error;
    }
  }

  return {
    async choose(next) {
      const before = worker;
      choice = next;
      failed = [];
      worker = undefined;
      starts++;
      void before?.then(({ worker: old }) => old.end()).catch(() => {});
      if (model !== undefined) await reload();
    },
    async load(bytes) {
      const before = model;
      model = bytes;
      try {
        await reload();
      } catch (error) {
        model = before;
        throw error;
      }
    },
    translateBitmap: (bitmap, fit = 'whole', tiles = {}) =>
      ask((called) => called.call('translateBitmap', { bitmap, fit }, { ...tiles, transfer: [bitmap] }), tiles.signal),
    translate: (image) => ask((called) => called.call('translate', image)),
    async inspect() {
      if (worker === undefined) throw new Error('Expected a model to be loaded first, got none. Open one.');
      return (await worker).worker.call('inspect', null);
    },
  };
}

function newWorker(onPreparing: (preparing: Preparing) => void, onGone: (reason: string) => void) {
  let crash: (error: Error) => void = () => {};
  const crashed = new Promise<never>((_, reject) => {
    crash = reject;
  });
  crashed.catch(() => {}); // nobody may wait for it any more
  const called = callWorker<TranslateCalls>(startWorker('translate'), {
    onNews: (given) => {
      const news = given as TranslateNews;
      if ('lost' in news) onGone(news.lost);
      else onPreparing(news.preparing);
    },
    onCrash: (reason) => {
      crash(new Error(`The engine's worker stopped: ${reason}.`));
      onGone(reason);
    },
  });
  return { called, crashed };
}

/** The engine's name as an engine of a page. */
export function pageEngine({ name }: Engine): PageEngine {
  return name as PageEngine;
}
