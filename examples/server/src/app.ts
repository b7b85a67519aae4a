import type { HttpBindings } from '@hono/node-server';
import { DataError } from '@pix2pix-ts/data';
import { decodeImage } from '@pix2pix-ts/data/node';
import type { TranslatedImage, Translator } from '@pix2pix-ts/pix2pix';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import sharp from 'sharp';
import { createBatcher } from './batcher.ts';

/** What the server takes; more is refused before it costs anything. */
export const LIMITS = {
  /** Of an upload. */
  bytes: 10_000_000,
  /** Of its picture: a small file may unfold to a huge one. */
  pixels: 4_000_000,
  /** Requests that are read, decoded or waiting, or whose answers are being read, at a time. */
  requests: 16,
  /** Pictures that are translated together. */
  batch: 8,
  /** Seconds in which an upload has to be complete: whoever sends it drop by drop would keep a place for ever. */
  uploadSeconds: 30,
  /** Seconds in which an answer has to be read: who does not read it would keep it in memory for ever. */
  answerSeconds: 30,
} as const;

/** What is not fixed by {@link LIMITS}. */
export type AppOptions = {
  /** @default LIMITS.answerSeconds */
  answerSeconds?: number;
};

/**
 * `POST /translate` with the bytes of an image answers with a PNG; `GET /health` with what the server does.
 *
 * @param translator the caller's, in use until the last connection is gone
 */
export function createApp(translator: Translator, { answerSeconds = LIMITS.answerSeconds }: AppOptions = {}) {
  const translate = createBatcher(translator, LIMITS.batch);
  let requests = 0;
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.use(async (c, next) => {
    const { outgoing } = c.env;
    await next();
    if (outgoing.closed) return;
    const timer = setTimeout(() => outgoing.destroy(), answerSeconds * 1000);
    outgoing.once('close', () => clearTimeout(timer));
  });

  // In front of everything: a busy server says so without having read the upload.
  app.use('/translate', async (c, next) => {
    if (requests >= LIMITS.requests) {
      c.header('Retry-After', '1');
      return c.text('Expected a free place in the queue, got none. Try again in a second.\n', 503);
    }
    requests++;
    // Until the answer is read: one that nobody reads takes memory as well.
    c.env.outgoing.once('close', () => requests--);
    return next();
  });
  const tooLarge = `Expected an image of at most ${LIMITS.bytes} bytes, got more. Make it smaller.\n`;
  app.use('/translate', bodyLimit({ maxSize: LIMITS.bytes, onError: (c) => c.text(tooLarge, 413) }));

  app.post('/translate', async (c) => {
    const upload = await c.req.arrayBuffer().catch(() => {
      throw new HTTPException(400, { message: 'Expected the complete upload, got a part of it. Send it again.\n' });
    });
    const image = await readImage(new Uint8Array(upload));
    const png = await encode(await translate(image));
    return c.body(png, 200, { 'content-type': 'image/png' });
  });
  app.get('/health', (c) => c.json({ requests, most: LIMITS.requests, imageSize: translator.imageSize }));

  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof DataError) return c.text(`${error.message}\n`, 415);
    console.error(error);
    return c.text('The translation failed, but not because of the picture. Try again.\n', 500);
  });
  return app;
}

/** The picture of an upload, whose size is asked before anything is decoded. */
async function readImage(bytes: Uint8Array) {
  const size = await sizeOf(bytes);
  if (size && size.width * size.height > LIMITS.pixels) {
    const message = `Expected at most ${LIMITS.pixels} pixels, got ${size.width}x${size.height}. Make it smaller.\n`;
    throw new HTTPException(413, { message });
  }
  return decodeImage(bytes);
}

/** What an image's header says, or null where it is not an image: decodeImage says what it is instead. */
async function sizeOf(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    return null;
  }
}

async function encode({ data, width, height }: TranslatedImage): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    await sharp(data, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .png()
      .toBuffer(),
  );
}
