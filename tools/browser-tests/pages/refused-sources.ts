import { loadTranslator, type Translator } from '@pix2pix-ts/pix2pix';
import { zeros } from '@tensorflow/tfjs-core';

/** Where things are for {@link refusals}. */
type Places = { model: string; picture: string; elsewhere: string };

/** What is said of everything that cannot be translated, as the name of the error and its message. */
export async function refusals(
  translator: Translator,
  { model, picture, elsewhere }: Places,
): Promise<Record<string, string>> {
  const blob = await (await fetch(picture)).blob();
  const ofAnotherSite = Object.assign(new Image(), { src: elsewhere });
  await ofAnotherSite.decode();
  const tainted = document.createElement('canvas');
  tainted.getContext('2d')?.drawImage(ofAnotherSite, 0, 0);
  const [closed, handedOver] = [await createImageBitmap(blob), await createImageBitmap(blob)];
  closed.close();
  structuredClone(handedOver, { transfer: [handedOver] });
  const frame = new VideoFrame(await createImageBitmap(blob), { timestamp: 0 });
  frame.close();
  const badVideo = Object.assign(document.createElement('video'), { src: picture });
  await new Promise((resolve) => {
    badVideo.onerror = resolve;
  });
  const drawnOn = document.createElement('canvas');
  drawnOn.getContext('webgl2');

  const sources: Record<string, unknown> = {
    'a video that has not loaded': document.createElement('video'),
    'a video that failed': badVideo,
    'an image that failed': Object.assign(new Image(), { src: 'missing.png' }),
    'an image without an address': new Image(),
    'an image of another site': ofAnotherSite,
    'a tainted canvas': tainted,
    'a canvas without pixels': Object.assign(document.createElement('canvas'), { width: 0 }),
    'a closed bitmap': closed,
    'a bitmap handed over': handedOver,
    'a closed frame': frame,
    'a missing element': document.querySelector('#none'),
    'a context': document.createElement('canvas').getContext('2d'),
    'an answer': await fetch(picture),
    'an address of nothing': 'missing.png',
    'a text file': new File(['hello'], 'notes.txt'),
    'an empty file': new File([], 'empty.png'),
    'a file cut short': new File([blob.slice(0, blob.size / 2)], 'half.png'),
    'a drawing of lines': new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'x.svg', { type: 'image/svg+xml' }),
    'a picture of a million million pixels': new File(
      [enlarged(new Uint8Array(await blob.arrayBuffer()))],
      'large.png',
    ),
    'a tensor of floats': zeros([2, 2, 3]),
  };
  const refused: Record<string, string> = {};
  for (const [name, source] of Object.entries(sources))
    refused[name] = await refusal(() => translator.translate(source as Blob));
  const result = await translator.translate(blob);
  refused['a canvas that something else draws on'] = await refusal(async () => result.toCanvas(drawnOn));
  refused['a type that no browser writes'] = await refusal(() => result.toBlob('image/tiff'));
  const controller = new AbortController();
  refused['an aborted load'] = await refusal(() =>
    loadTranslator(model, { signal: controller.signal, onProgress: () => controller.abort() }),
  );
  refused['no engine'] = await refusal(() => loadTranslator(model, { device: 'gpu' as 'webgpu' }));
  return refused;
}

async function refusal(run: () => Promise<unknown>): Promise<string> {
  return run().then(
    () => 'not refused',
    ({ name, message }: Error) => `${name}: ${message}`,
  );
}

/** A PNG whose header claims a million rows and columns. */
function enlarged(png: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = png.slice();
  new DataView(copy.buffer).setUint32(16, 1e6);
  new DataView(copy.buffer).setUint32(20, 1e6);
  return copy;
}
