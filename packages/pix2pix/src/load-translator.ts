import { type PickEngineOptions, pickEngine } from '@pix2pix-ts/engine';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { engine, ready } from '@tensorflow/tfjs-core';
import { type FetchOptions, fetchBytes, shorten } from './fetch-bytes.ts';
import { parseModel, tensorsOf } from './model.ts';
import { createTranslator, type Translator } from './translator.ts';

/** How a model is loaded. */
export type LoadTranslatorOptions = FetchOptions & {
  /**
   * Which engine to use, or a function that picks one for this model, called when the file has been read.
   * @default TensorFlow.js's current one, and the first that works where it has none
   */
  engine?: PickEngineOptions | ((metadata: ModelMetadata) => Promise<unknown>) | undefined;
  /**
   * Load weights that are NaN or infinite too, and return the pictures that result from them: black where a value is NaN.
   * @default false
   */
  allowNonFinite?: boolean | undefined;
  /** Lets an engine that can do so run the model without its JavaScript, once it has run a few times. @default true */
  compile?: boolean | undefined;
};

/**
 * Loads a model (`model.safetensors`) from an address or from its bytes. The file need not be trusted: every byte of
 * it is checked.
 *
 * @param source an address (string or URL), or the bytes of the file
 * @returns a translator, which the caller disposes
 * @throws ModelError of one line where the model cannot be fetched, is not one of ours, or has weights that are not finite; EngineError where no engine works;
 *   after an error nothing is left in the engine's memory
 */
export async function loadTranslator(
  source: string | URL | Uint8Array | ArrayBuffer,
  options: LoadTranslatorOptions = {},
): Promise<Translator> {
  const isAddress = typeof source === 'string' || source instanceof URL;
  const name = isAddress ? shorten(String(source)) : 'the model';
  const bytes = isAddress ? await fetchBytes(source, options) : asBytes(source);
  return translatorOf(bytes, name, options);
}

/** The translator of a file's bytes; `name` is what an error calls the file. */
export async function translatorOf(
  bytes: Uint8Array,
  name: string,
  options: LoadTranslatorOptions,
): Promise<Translator> {
  const { allowNonFinite = false, compile = true } = options;
  const model = parseModel(bytes, name, { allowNonFinite });
  await startEngine(options.engine, model.metadata);
  return createTranslator(model.metadata, tensorsOf(model), { allowNonFinite, compile });
}

async function startEngine(engine: LoadTranslatorOptions['engine'], metadata: ModelMetadata): Promise<void> {
  if (typeof engine === 'function') await engine(metadata);
  else if (engine || !hasEngine()) await pickEngine(engine);
  await ready();
}

function asBytes(source: Uint8Array | ArrayBuffer): Uint8Array {
  return ArrayBuffer.isView(source) ? source : new Uint8Array(source);
}

/** Whether an engine was chosen or at least registered, which is up to the application. */
function hasEngine(): boolean {
  const { backendName, registryFactory } = engine();
  return Boolean(backendName) || Object.keys(registryFactory).length > 0;
}
