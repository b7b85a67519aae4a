import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { setBackend } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { answerOf } from './expectations/answer-of.ts';
import { hasBrowser, unavailable } from './harness/has-browser.ts';
import { runProcess } from './harness/run-process.ts';
import type { SourcesReport } from './harness/sources-process.ts';
import type { SourcesAnswer } from './pages/questions.ts';

const SIDE = 128;

/** Every colour in steps of two under every transparency in steps of two. */
const faded = Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, at) => {
  const [x, y] = [Math.floor(at / 4) % SIDE, Math.floor(at / 4 / SIDE)];
  return [2 * x, 255 - 2 * x, (14 * x) % 256, 2 * y][at % 4] as number;
});
const clear = () => sharp(faded, { raw: { width: SIDE, height: SIDE, channels: 4 } });
const opaque = () => clear().removeAlpha().resize(SIDE, 96);

const PICTURES = {
  'clear.png': () => clear().png(),
  'clear.webp': () => clear().webp({ quality: 90 }),
  'gray.png': () => clear().greyscale().png(),
  'palette.gif': () => opaque().gif(),
  'turned.jpg': () => opaque().withMetadata({ orientation: 6 }).jpeg(),
  'srgb.jpg': () => opaque().withIccProfile('srgb').jpeg({ progressive: true }),
} as const;

/** The decoders are others there, or colours are computed in another way: by no more than one of 255. */
const NEARLY = { 'wide.png': () => opaque().withIccProfile('p3').png(), 'picture.avif': () => opaque().avif() };

(hasBrowser ? describe : unavailable)('translate() in a real browser', () => {
  let answer: SourcesAnswer;
  const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-sources-'));

  beforeAll(async () => {
    await setBackend('wasm');
    const model = await smallModelFile(smallMetadata({ generator: { ...SMALL, imageSize: SIDE } }));
    writeFileSync(path.join(folder, 'model.safetensors'), model);
    for (const [name, picture] of Object.entries({ ...PICTURES, ...NEARLY }))
      writeFileSync(path.join(folder, name), await picture().toBuffer());
    answer = answerOf(await runProcess<SourcesReport>('sources-process.ts', [folder]));
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const found = (name: string) => answer.byPicture[`../files/${name}`];

  test.each(Object.keys(PICTURES))("gives Node's bytes of %s, whatever holds the picture", (name) => {
    const { colours = 0, differences = {}, tensorsLeft } = found(name) ?? {};
    expect(colours).toBeGreaterThan(50);
    expect(Object.keys(differences)).toHaveLength(15);
    const same = Object.fromEntries(Object.keys(differences).map((source) => [source, { differ: 0, most: 0 }]));
    // The browser multiplied its colours by their alpha, and cut the fractions off, before anybody could say not to.
    if (name === 'clear.webp') Object.assign(same, { ImageBitmap: expect.anything() });
    expect(differences).toEqual(same);
    expect(tensorsLeft).toBe(2); // the page's own
  });

  test.each(Object.keys(NEARLY))('gives nearly those of %s, which browsers decode in their own way', (name) => {
    // A step of one in a source is one of up to ten here: the weights of this model are ten times those of a new one.
    const steps = Object.values(found(name)?.differences ?? {}).map(({ most }) => most);
    expect(steps).toHaveLength(15);
    expect(Math.max(...steps)).toBeLessThanOrEqual(16);
  });

  test('shows and keeps a result with its very values', () => {
    expect(answer.shown).toEqual({
      isElement: true,
      isOwn: true,
      differ: { toCanvas: 0, own: 0, toBlob: 0, toImageData: 0 },
      types: ['image/png', 'image/webp'],
      cloned: ['data', 'height', 'width'],
    });
  });

  test('takes what a video shows now', () => {
    expect(answer.video).toEqual({ differ: 0, most: 0 });
  });

  test('runs on wasm where the graphics card is a program, and says why', () => {
    expect(answer.device.name).toBe('wasm');
    expect(answer.device.description).toMatch(/^wasm, 1 thread, SIMD/);
    expect(answer.device.why).toBe(
      'the first that works here; webgpu is not offered by this browser; webgl is emulated in software here, without a graphics card',
    );
  });

  test('loads the model of a package by its name, which the bundler has laid next to the page', () => {
    const file = path.resolve(import.meta.dirname, '../../packages/model-3d/model.safetensors');
    expect(answer.named).toEqual({ imageSize: 128, received: statSync(file).size });
  });

  test('refuses in one line what cannot be translated', () => {
    const refusals = Object.entries(answer.refusals);
    expect(Object.fromEntries(refusals.map(([thing, said]) => [thing, known(said)]))).toEqual(REFUSALS);
    expect(refusals.filter(([, said]) => said.includes('\n'))).toEqual([]);
  });
});

/** Without what is another one in every run, or said by the browser. */
function known(said: string): string {
  return said
    .replace(/http:\S+\/missing/, 'missing')
    .replace(/Pipeline[^)]*/, 'its words')
    .replace(/\(ImageData, a canvas, [^()]*\)/, '(...)');
}

const FOR_READING =
  "one with a picture of another site. Load that with crossOrigin = 'anonymous', from a server that allows it.";
const OPEN_BITMAP = 'DataError: Expected an open ImageBitmap, got one that was closed or handed over. Make a new one.';

const REFUSALS: Record<string, string> = {
  'a video that has not loaded':
    "DataError: Expected a video that shows a picture, got one that has not loaded. Wait for its event 'loadeddata'.",
  'a video that failed':
    'DataError: Expected a video that shows a picture, got one that failed to load (its words). Check its address and its format.',
  'an image that failed':
    'DataError: Expected an <img> with a picture, got one that failed to load missing.png. Check the address and the file.',
  'an image without an address':
    'DataError: Expected an <img> with a picture, got one without an address. Set its src.',
  'an image of another site': `DataError: Expected an <img> whose pixels may be read, got ${FOR_READING}`,
  'a tainted canvas': `DataError: Expected a canvas whose pixels may be read, got ${FOR_READING}`,
  'a canvas without pixels':
    'DataError: Expected a canvas with pixels, got one of 0x150. Give it a width and a height.',
  'a closed bitmap': OPEN_BITMAP,
  'a bitmap handed over': OPEN_BITMAP,
  'a closed frame':
    'DataError: Expected an open VideoFrame, got one that was closed. Translate it before you close it.',
  'a missing element': 'TypeError: Expected a picture (...), got null. Is there such an element in the page?',
  'a context': 'TypeError: Expected a picture (...), got CanvasRenderingContext2D. Pass its canvas.',
  'an answer': 'TypeError: Expected a picture (...), got Response. Pass what its blob() gives.',
  'an address of nothing':
    'DataError: Could not fetch missing.png: HTTP 404 Not Found. Check the address and the connection.',
  'a text file':
    'DataError: Expected an image (PNG, JPEG, WebP, GIF, AVIF) in notes.txt, got something else or a damaged file. Choose another one, or convert it to PNG.',
  'an empty file': 'DataError: Expected an image in empty.png, got 0 bytes. Choose another one.',
  'a file cut short':
    'DataError: Expected the complete image in half.png, got a file that is cut short. Fetch or save it again.',
  'a drawing of lines': 'DataError: Expected an image of pixels in x.svg, got SVG. Show it in an <img>, and pass that.',
  'a picture of a million million pixels':
    'DataError: Expected at most 50 million pixels in large.png, got 1000000x1000000. Make it smaller.',
  'a tensor of floats':
    "TypeError: Expected a tensor of dtype int32, from 0 to 255, got float32. Convert it: floats from 0 to 1 with cast(round(mul(tensor, 255)), 'int32').",
  'a canvas that something else draws on':
    'DataError: Expected a canvas for 2D, got one that something else draws on. Call toCanvas() without a canvas.',
  'a type that no browser writes':
    'DataError: Expected a type of image that this browser writes, got image/tiff. Use image/png.',
  'an aborted load':
    'AbortError: Expected the model to be loaded, got its signal aborted. Load it again when it is wanted.',
  'no engine':
    "EngineError: Expected an engine (native, webgpu, webgl, wasm, cpu) or auto, got 'gpu'. Did you mean 'cpu'?",
};
