import type { ImageLike, TranslatedImage } from './image.ts';
import type { PixelTranslator, Translator } from './translator.ts';

/** What a translator takes and gives besides values. */
export type Edges<Source, Result extends TranslatedImage> = {
  /** The values of a picture. */
  read(source: Source): Promise<ImageLike>;
  /** A result of these values. */
  resultOf(image: TranslatedImage): Result;
};

/** A translator of values as one of other pictures. */
export function withSources<Source, Result extends TranslatedImage>(
  translator: PixelTranslator,
  { read, resultOf }: Edges<Source, Result>,
): Translator<Source, Result> {
  return {
    ...translator,
    async translate(source, options) {
      return resultOf(await translator.translate(await read(source), options));
    },
    async translateBatch(sources, options) {
      const images = await Promise.all(sources.map(read));
      return (await translator.translateBatch(images, options)).map(resultOf);
    },
  };
}
