import { loadTranslator, type Translator } from '@pix2pix-ts/pix2pix';

/** What the page sends: the model first, then one picture after the other. The picture is the worker's to close. */
export type ToWorker = { model: string } | { picture: ImageBitmap };
/** What comes back, once for each picture: the translation, or one line that says why there is none. */
export type FromWorker = { translated: ImageData } | { error: string };

let translator: Promise<Translator> | undefined;

addEventListener('message', async ({ data }: MessageEvent<ToWorker>) => {
  if ('model' in data) {
    translator = loadTranslator(data.model);
    translator.catch(() => {}); // the first picture reports it
    return;
  }
  postMessage(await answer(data.picture));
});

async function answer(picture: ImageBitmap): Promise<FromWorker> {
  try {
    const pixels = pixelsOf(picture);
    if (!translator) throw new Error('Expected a model before the first picture, got none. Send its address.');
    const { data, width, height } = await (await translator).translate(pixels);
    return { translated: new ImageData(data, width, height) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function pixelsOf(picture: ImageBitmap): ImageData {
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('Expected a 2D canvas in the worker, got none. Try another browser.');
  context.drawImage(picture, 0, 0);
  picture.close();
  return context.getImageData(0, 0, width, height);
}
