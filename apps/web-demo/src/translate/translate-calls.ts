import type { Engine, PassedOver } from '@pix2pix-ts/engine';
import type { ModelMetadata } from '@pix2pix-ts/models';
import type { ImageLike, TileProgress, TranslatedImage } from '@pix2pix-ts/pix2pix';
import type { EngineChoice } from '../engines/engine-choice.ts';
import type { Preparing } from '../engines/warm-up-engine.ts';
import type { PageFit } from './fit-picture.ts';

/** What the worker that translates can be asked. */
export type TranslateCalls = {
  /** Once, first. */
  start: { ask: { choice: EngineChoice; except: readonly PassedOver[] }; answer: Engine };
  /** Loads a model in place of the previous one, and translates once, so that the next time is quick. */
  load: { ask: Uint8Array; answer: ModelMetadata };
  /** For what is shown: both bitmaps are handed over. */
  translateBitmap: { ask: { bitmap: ImageBitmap; fit: PageFit }; answer: ImageBitmap; progress: TileProgress };
  /** For what is read. */
  translate: { ask: ImageLike; answer: TranslatedImage };
  /** What the engine holds: for tests, and for whoever wants to see that the weights are the file's. */
  inspect: { ask: null; answer: Inspection };
};

/** SHA-256 of each tensor's values as read back from the engine, and how much the engine holds. */
export type Inspection = { hashes: Record<string, string>; numTensors: number; numBytes: number };

/** News from the worker: its GPU is gone, or how far it is with compiling for it. */
export type TranslateNews = { readonly lost: string } | { readonly preparing: Preparing };
