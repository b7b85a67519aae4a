import { setImmediate } from 'node:timers/promises';
import type { ImageLike, TranslatedImage, Translator } from '@pix2pix-ts/pix2pix';

type Waiting = {
  image: ImageLike;
  resolve(translated: TranslatedImage): void;
  reject(error: unknown): void;
};

/**
 * Translates the images that wait together in one batch, and one batch after the other: the engine is one, and a batch
 * costs less than its images would one by one.
 *
 * @param most images of a batch, which decides how much memory it takes
 */
export function createBatcher(translator: Pick<Translator, 'translateBatch'>, most: number) {
  const waiting: Waiting[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      await setImmediate(); // answers leave and requests come in, which the engine keeps waiting while it computes
      const batch = waiting.splice(0, most);
      try {
        const translated = await translator.translateBatch(batch.map(({ image }) => image));
        for (const [i, { resolve }] of batch.entries()) resolve(translated[i] as TranslatedImage);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  }

  return (image: ImageLike): Promise<TranslatedImage> =>
    new Promise((resolve, reject) => {
      waiting.push({ image, resolve, reject });
      if (!running) void run();
    });
}
