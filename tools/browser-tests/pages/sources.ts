import { longerSide } from '@pix2pix-ts/common';
import { type ImageLike, loadTranslator, type PictureSource, type Translator } from '@pix2pix-ts/pix2pix';
import { browser, memory, tensor } from '@tensorflow/tfjs-core';
import type { Answering, SourcesAnswer } from './questions.ts';
import { refusals } from './refused-sources.ts';

/** Translates the pictures from everything that can hold them, and says what became of each. */
const answer: Answering<'sources'>['answer'] = async ({ model, pictures, elsewhere }) => {
  const translator = await loadTranslator(model, { device: 'auto' });
  const byPicture: SourcesAnswer['byPicture'] = {};
  for (const { address, pixels } of pictures) byPicture[address] = await fromEverything(translator, address, pixels);
  return {
    device: translator.device,
    byPicture,
    shown: await shown(translator, pictures[0]?.address ?? ''),
    video: await ofVideo(translator),
    refusals: await refusals(translator, { model, elsewhere, picture: pictures[0]?.address ?? '' }),
    named: await named(),
  };
};

Object.assign(globalThis, { answer });

/** For each source how many values differ from those of the pixels that Node has decoded, and by how much at most. */
async function fromEverything(translator: Translator, address: string, pixels: ImageLike) {
  const { data: expected } = await translator.translate(pixels);
  const differences: Record<string, { differ: number; most: number }> = {};
  const before = memory().numTensors;
  for (const [name, source] of await sourcesOf(address)) {
    const { data } = await translator.translate(source);
    differences[name] = difference(data, expected);
  }
  return { colours: new Set(expected).size, differences, tensorsLeft: memory().numTensors - before };
}

async function sourcesOf(address: string): Promise<Map<string, PictureSource>> {
  const blob = await (await fetch(address)).blob();
  const bitmap = await createImageBitmap(blob);
  const exact = await createImageBitmap(blob, { premultiplyAlpha: 'none' });
  const { width, height } = exact;
  const onCanvas = <Canvas extends HTMLCanvasElement | OffscreenCanvas>(canvas: Canvas) => {
    const context = Object.assign(canvas, { width, height }).getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(exact, 0, 0);
    return { canvas, data: context.getImageData(0, 0, width, height) };
  };
  const { canvas, data } = onCanvas(document.createElement('canvas'));
  const loaded = Object.assign(new Image(), { src: address });
  await loaded.decode();
  return new Map<string, PictureSource>([
    ['address', address],
    ['URL', new URL(address, location.href)],
    ['Blob', blob],
    ['File', new File([blob], 'picture')],
    ['ArrayBuffer', await blob.arrayBuffer()],
    ['img', loaded],
    ['img that is still loading', Object.assign(new Image(), { src: URL.createObjectURL(blob) })],
    ['ImageBitmap', bitmap],
    ['ImageBitmap as it is', exact],
    ['canvas', canvas],
    ['OffscreenCanvas', onCanvas(new OffscreenCanvas(1, 1)).canvas],
    ['ImageData', data],
    ['VideoFrame', new VideoFrame(canvas, { timestamp: 0 })],
    ['tensor', tensor(Int32Array.from(data.data), [height, width, 4], 'int32')],
    ['tensor of fromPixels', browser.fromPixels(data, 4)],
  ]);
}

function difference(left: ArrayLike<number>, right: ArrayLike<number>): { differ: number; most: number } {
  const steps = Array.from(left, (value, at) => Math.abs(value - (right[at] ?? Number.NaN)));
  return { differ: steps.filter((step) => step !== 0).length, most: steps.reduce((a, b) => Math.max(a, b), 0) };
}

/** What a result's canvases and file hold, next to its values. */
async function shown(translator: Translator, address: string): Promise<SourcesAnswer['shown']> {
  const result = await translator.translate(address);
  const { data, width, height } = result;
  const read = (canvas: HTMLCanvasElement | OffscreenCanvas) => {
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    return difference(context.getImageData(0, 0, width, height).data, data).differ;
  };
  const own = document.createElement('canvas');
  const file = await createImageBitmap(await result.toBlob());
  const painted = new OffscreenCanvas(width, height);
  painted.getContext('2d')?.drawImage(file, 0, 0);
  const fresh = result.toCanvas();
  document.body.append(fresh);
  return {
    isElement: fresh instanceof HTMLCanvasElement,
    isOwn: result.toCanvas(own) === own,
    differ: {
      toCanvas: read(fresh),
      own: read(own),
      toBlob: read(painted),
      toImageData: difference(result.toImageData().data, data).differ,
    },
    types: [(await result.toBlob()).type, (await result.toBlob('image/webp', 0.5)).type],
    cloned: Object.keys(structuredClone(result)).sort(),
  };
}

/** A video that this page records, next to a canvas on which it was drawn. */
async function ofVideo(translator: Translator): Promise<{ differ: number; most: number }> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm;codecs=vp8' });
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const stopped = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  recorder.start(50);
  for (let frame = 0; frame < 12; frame++) {
    context.fillStyle = `hsl(${30 * frame} 80% 50%)`;
    context.fillRect(frame, 0, 40, 48);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  recorder.stop();
  await stopped;
  const video = Object.assign(document.createElement('video'), { muted: true });
  video.src = URL.createObjectURL(new Blob(pieces, { type: 'video/webm' }));
  await new Promise((resolve, reject) => {
    video.onloadeddata = resolve;
    video.onerror = () => reject(new Error(`the recorded video does not load: ${video.error?.message}`));
  });
  const drawn = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  drawn.getContext('2d', { willReadFrequently: true })?.drawImage(video, 0, 0);
  const expected = await translator.translate(drawn);
  return difference((await translator.translate(video)).data, expected.data);
}

/** A model of a package, whose file the bundler has laid next to the page. */
async function named(): Promise<SourcesAnswer['named']> {
  const received: number[] = [];
  const translator = await loadTranslator('3d', { onProgress: (progress) => received.push(progress.received) });
  const imageSize = longerSide(translator.imageSize);
  translator.dispose();
  return { imageSize, received: received.at(-1) ?? 0 };
}
