import { parentPort, workerData } from 'node:worker_threads';
import type { ImageLike } from '@pix2pix-ts/pix2pix';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';

/** What the main thread asks; `id` is given back with the answer. */
export type Asked = { id: number; image: ImageLike } | 'close';
/** An image has RGBA values. An error is its message: a clone of one would have lost its class. */
export type Answered = { id: number } & ({ image: ImageLike } | { error: string });

const port = parentPort;
if (!port) throw new Error('Expected to run in a worker, got the main thread. Start it with startTranslator.');

const loading = loadTranslator(workerData as string | URL); // a failure ends this thread, and startTranslator says why
let last: Promise<unknown> = loading;
port.on('message', (asked: Asked) => {
  last = last.then(() => (asked === 'close' ? close() : answer(asked)));
});
await loading;
port.postMessage('ready');

async function answer({ id, image }: Exclude<Asked, 'close'>): Promise<void> {
  try {
    const translated = await (await loading).translate(image);
    port?.postMessage({ id, image: translated } satisfies Answered, [translated.data.buffer]);
  } catch (error) {
    port?.postMessage({ id, error: (error as Error).message } satisfies Answered);
  }
}

async function close(): Promise<void> {
  (await loading).dispose();
  port?.close(); // nothing keeps the thread alive any more
}
