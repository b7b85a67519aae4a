import { type EngineName, type PickEngineOptions, pickEngine } from '@pix2pix-ts/engine';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { engine, ready } from '@tensorflow/tfjs-core';
import { withSources } from './any-source.ts';
import { currentDevice, type Device, deviceOf, isEngine } from './device.ts';
import { type FetchOptions, fetchBytes, shorten } from './fetch-bytes.ts';
import { modelTensors, parseModel } from './model.ts';
import { ModelError } from './model-error.ts';
import { addressOfModel, didYouMean, isModelName, type ModelName } from './named-models.ts';
import { Translation } from './result/translation.ts';
import { readPicture } from './sources/read-picture.ts';
import { createTranslator, type PixelTranslator, type Translator } from './translator.ts';

/** How a model is loaded. */
export type LoadTranslatorOptions = FetchOptions & {
  /**
   * What the model is to run on: an engine by its name, or the first that works here. A graphics card that is only a program
   * is never chosen by itself.
   * @default TensorFlow.js's current engine, and `auto` where it has none
   */
  device?: 'auto' | EngineName | undefined;
  /**
   * In place of `device`: an engine with its threads and the like, or a function that picks one for this model, called when
   * the file has been read.
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

/** What a model is loaded from: its name, its address, or the bytes of its file. */
export type ModelSource = ModelName | (string & {}) | URL | Uint8Array | ArrayBuffer;

/**
 * Loads a model (`model.safetensors`) by its name, from an address or from its bytes. The file need not be trusted: every
 * byte of it is checked.
 *
 * @param source a name such as `colour`, whose package is installed; an address (string or URL); or the bytes of the file
 * @returns a translator, which the caller disposes
 * @throws ModelError of one line where the model cannot be fetched, is not one of ours, or has weights that are not finite; EngineError where no engine works;
 *   RangeError where both `device` and `engine` are given; where the signal is aborted its reason, or an AbortError of one
 *   line; after an error nothing is left in the engine's memory
 */
export async function loadTranslator(source: ModelSource, options: LoadTranslatorOptions = {}): Promise<Translator> {
  const translator = await sayingAborted(options.signal, loadPixelTranslator(source, options));
  return withSources(translator, { read: readPicture, resultOf: (image) => new Translation(image) });
}

/** A signal that is aborted without a reason says no more than that. */
export async function sayingAborted<T>(signal: AbortSignal | undefined, loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    if (error !== signal?.reason || (error as Error).name !== 'AbortError') throw error;
    throw new DOMException(
      'Expected the model to be loaded, got its signal aborted. Load it again when it is wanted.',
      'AbortError',
    );
  }
}

/** The same for a translator that knows values and nothing else. */
export async function loadPixelTranslator(
  source: ModelSource,
  options: LoadTranslatorOptions,
): Promise<PixelTranslator> {
  const { signal } = options;
  signal?.throwIfAborted();
  if (typeof source !== 'string' && !(source instanceof URL))
    return translatorOf(asBytes(source), 'the model', options);
  const address = isModelName(source) ? await addressToFetch(source) : source;
  const name = shorten(String(source));
  try {
    return await translatorOf(await fetchBytes(address, options), name, options);
  } catch (error) {
    // A host may answer with a page of its own to any address.
    const remedy = error instanceof ModelError && typeof source === 'string' ? didYouMean(source) : '';
    throw remedy === '' ? error : new ModelError(`${(error as Error).message}${remedy}`, { cause: error });
  }
}

/** A bundler makes it an address of the page's host. */
async function addressToFetch(name: ModelName): Promise<URL> {
  const address = await addressOfModel(name);
  if (address.protocol !== 'file:') return address;
  throw new ModelError(
    `Expected the model '${name}' on a server, got ${address}. In Node, use loadTranslator of @pix2pix-ts/pix2pix/node; a page has to be served.`,
  );
}

/** The translator of a file's bytes; `name` is what an error calls the file. */
export async function translatorOf(
  bytes: Uint8Array,
  name: string,
  options: LoadTranslatorOptions,
): Promise<PixelTranslator> {
  const { allowNonFinite = false, compile = true, signal } = options;
  const model = parseModel(bytes, name, { allowNonFinite });
  const device = await startEngine(options, model.metadata);
  signal?.throwIfAborted(); // before there are tensors
  return createTranslator(model.metadata, modelTensors(model), device, { allowNonFinite, compile });
}

async function startEngine({ device, engine }: LoadTranslatorOptions, metadata: ModelMetadata): Promise<Device> {
  if (device !== undefined && engine !== undefined)
    throw new RangeError('Expected device or engine, got both. Name the device, or give the engine with its options.');
  const found = await chosenDevice(device === undefined ? engine : { backend: device }, metadata);
  await ready();
  return found ?? currentDevice();
}

/** The engine that was asked for, or the first that works where there is none; undefined where TensorFlow.js's is kept. */
async function chosenDevice(
  engine: LoadTranslatorOptions['engine'],
  metadata: ModelMetadata,
): Promise<Device | undefined> {
  if (typeof engine === 'function') {
    const picked = await engine(metadata);
    return isEngine(picked) ? deviceOf(picked, 'picked by the application') : undefined;
  }
  if (!engine && hasEngine()) return undefined;
  const isNamed = engine?.backend !== undefined && engine.backend !== 'auto';
  return deviceOf(await pickEngine(engine), isNamed ? 'asked for' : 'the first that works here');
}

function asBytes(source: Uint8Array | ArrayBuffer): Uint8Array {
  return ArrayBuffer.isView(source) ? source : new Uint8Array(source);
}

/** Whether an engine was chosen or at least registered, which is up to the application. */
function hasEngine(): boolean {
  const { backendName, registryFactory } = engine();
  return Boolean(backendName) || Object.keys(registryFactory).length > 0;
}
