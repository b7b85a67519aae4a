import { stat } from 'node:fs/promises';
import { readRegularFile, UNREADABLE } from '@pix2pix-ts/data/node';
import { withSources } from '../any-source.ts';
import {
  type LoadTranslatorOptions,
  loadPixelTranslator,
  type ModelSource,
  sayingAborted,
  translatorOf,
} from '../load-translator.ts';
import { ModelError } from '../model-error.ts';
import { addressOfModel, didYouMean, isModelName } from '../named-models.ts';
import type { PixelTranslator, TranslateOptions, Translator } from '../translator.ts';
import { pathOf } from './path-of.ts';
import { NodeTranslation } from './result/node-translation.ts';
import { type NodePictureSource, readNodePicture } from './sources/read-node-picture.ts';
import { isSharp } from './sources/sharp-picture.ts';
import { type TranslateEachOptions, type TranslationOfStream, translateEach } from './translate-each.ts';

/** A model that is ready to translate images in Node: also from paths, from sharp objects, and from streams of them. */
export type NodeTranslator = Omit<Translator<NodePictureSource, NodeTranslation>, 'translate'> & {
  /** Translates an image of any size; the result has the same size. Throws what `translate` of a page's translator throws. */
  translate(source: NodePictureSource, options?: TranslateOptions): Promise<NodeTranslation>;
  /** Translates a stream of images; the results come as they are ready, each with its `source`. */
  translate(
    sources: AsyncIterable<NodePictureSource>,
    options?: TranslateEachOptions,
  ): AsyncGenerator<TranslationOfStream, void, undefined>;
};

/**
 * Loads a model as `loadTranslator` of '@pix2pix-ts/pix2pix' does, also from a path or a `file:` address. A file that has the
 * name of a model comes first.
 *
 * @throws ModelError of one line where the file cannot be read or is not one of ours; EngineError where no engine works; where
 *   the signal is aborted its reason, or an AbortError of one line
 */
export async function loadTranslator(
  source: ModelSource,
  options: LoadTranslatorOptions = {},
): Promise<NodeTranslator> {
  const pixels = await sayingAborted(options.signal, load(source, options));
  const translator = withSources<NodePictureSource, NodeTranslation>(pixels, {
    read: readNodePicture,
    resultOf: (image) => new NodeTranslation(image),
  });
  function translate(source: NodePictureSource, options?: TranslateOptions): Promise<NodeTranslation>;
  function translate(
    sources: AsyncIterable<NodePictureSource>,
    options?: TranslateEachOptions,
  ): AsyncGenerator<TranslationOfStream, void, undefined>;
  function translate(source: NodePictureSource | AsyncIterable<NodePictureSource>, options: TranslateEachOptions = {}) {
    return isStream(source)
      ? translateEach(source, translator.translate, options)
      : translator.translate(source, options);
  }
  return { ...translator, translate };
}

async function load(source: ModelSource, options: LoadTranslatorOptions): Promise<PixelTranslator> {
  const { signal } = options;
  signal?.throwIfAborted();
  if (typeof source !== 'string' && !(source instanceof URL)) return loadPixelTranslator(source, options);
  if (isModelName(source) && !(await isFile(source))) return load(await addressOfModel(source), options);
  const path = pathOf(source);
  if (path === undefined) return loadPixelTranslator(source, options);
  const bytes = await readModel(path, signal);
  return translatorOf(bytes, path, options);
}

/** A sharp object is a stream, too. */
function isStream(
  source: NodePictureSource | AsyncIterable<NodePictureSource>,
): source is AsyncIterable<NodePictureSource> {
  return typeof source === 'object' && source !== null && Symbol.asyncIterator in source && !isSharp(source);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readModel(path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  try {
    const bytes = await readRegularFile(path);
    signal?.throwIfAborted();
    return bytes;
  } catch (error) {
    signal?.throwIfAborted();
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new ModelError(`Could not read ${path}: ${UNREADABLE[code] ?? message}. Check the path.${didYouMean(path)}`, {
      cause: error,
    });
  }
}
