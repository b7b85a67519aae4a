import type { ImageLike } from '../image.ts';
import type { TranslateOptions } from '../translator.ts';
import type { NodeTranslation } from './result/node-translation.ts';
import { type NodePictureSource, readNodePicture } from './sources/read-node-picture.ts';

/** How a stream of pictures is translated. */
export type TranslateEachOptions = TranslateOptions & {
  /**
   * Gets what a picture could not be translated for; the next ones are translated all the same.
   * @default the error ends the stream
   */
  onError?: ((error: Error, source: NodePictureSource) => void) | undefined;
};

/** A result of a stream, which says what it was made from. */
export type TranslationOfStream = NodeTranslation & {
  /** What the stream gave: a path, say. */
  readonly source: NodePictureSource;
};

/** What the stream gave next: a picture that is being read. */
type Ahead = { readonly source: NodePictureSource; readonly image: Promise<ImageLike> };

/**
 * Translates pictures as they come, each result as soon as it is there; the next one is read meanwhile.
 *
 * @throws TypeError where the stream is one of bytes; what the stream throws; what a picture cannot be translated for, unless
 *   `onError` gets it
 */
export async function* translateEach(
  sources: AsyncIterable<NodePictureSource>,
  translate: (image: ImageLike, options: TranslateOptions) => Promise<NodeTranslation>,
  { onError, ...options }: TranslateEachOptions = {},
): AsyncGenerator<TranslationOfStream, void, undefined> {
  expectPictures(sources);
  const iterator = sources[Symbol.asyncIterator]();
  const read = async (): Promise<Ahead | undefined> => {
    const { done, value } = await iterator.next();
    return done ? undefined : { source: value, image: quiet(readNodePicture(value)) };
  };
  try {
    let next = quiet(read());
    for (let ahead = await next; ahead; ahead = await next) {
      const { source, image } = ahead;
      next = quiet(read());
      let result: NodeTranslation | undefined;
      try {
        result = await translate(await image, options);
      } catch (error) {
        if (!onError) throw error;
        onError(error as Error, source);
      }
      if (result) yield Object.assign(result, { source });
    }
  } finally {
    // Not awaited: a stream that waits for more, such as one that watches a folder, would not end before it comes.
    iterator.return?.().catch(() => {});
  }
}

/** A promise whose error is looked at later, or by nobody: Node would end the program meanwhile. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** A file that is opened as a stream gives pieces of its bytes, which are no pictures. */
function expectPictures(sources: AsyncIterable<unknown>): void {
  if ((sources as { readableObjectMode?: boolean }).readableObjectMode !== false) return;
  throw new TypeError(
    'Expected a stream of paths or pictures, got a stream of bytes. Pass the path of its file, or its bytes: buffer() of node:stream/consumers.',
  );
}
