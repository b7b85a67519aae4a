import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ImageLike } from '@pix2pix-ts/pix2pix';
import type { Answered, Asked } from './translate-worker.ts';

type Waiting = { resolve(image: ImageLike): void; reject(error: Error): void };

/** A model on a thread of its own. */
export type ThreadTranslator = {
  /** Translates an image; several may wait, and are translated in the order they came. The result has RGBA values. */
  translate(image: ImageLike): Promise<ImageLike>;
  /** Ends the thread after what was asked before. */
  close(): Promise<void>;
};

/**
 * Starts a thread that loads a model and translates what it is sent.
 *
 * @param model a path or an address
 * @throws the one line of a model that cannot be loaded
 */
export async function startTranslator(model: string | URL): Promise<ThreadTranslator> {
  const worker = startThread(new URL('./translate-worker.ts', import.meta.url), String(model));
  await once(worker, 'message'); // rejects where the thread fails before
  const waiting = new Map<number, Waiting>();
  let count = 0;
  let ended: Error | undefined;

  worker.on('message', (answered: Answered) => {
    const { resolve, reject } = waiting.get(answered.id) as Waiting;
    waiting.delete(answered.id);
    if ('image' in answered) resolve(answered.image);
    else reject(new Error(answered.error));
  });
  const end = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('error', end);
  const exited = once(worker, 'exit').then(() => end(new Error('Expected a running translator, got one that ended.')));

  return {
    translate: (image) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting.set(++count, { resolve, reject });
        worker.postMessage({ id: count, image } satisfies Asked); // a copy: the caller keeps the pixels
      }),
    close: () => {
      worker.postMessage('close' satisfies Asked);
      return exited;
    },
  };
}

/** A thread does not inherit tsx. What is compiled needs the last line alone. */
function startThread(script: URL, workerData: string): Worker {
  if (script.pathname.endsWith('.ts')) {
    const start = `import('tsx/esm/api').then(({ register }) => { register(); return import('${script}'); })`;
    return new Worker(start, { eval: true, workerData });
  }
  return new Worker(script, { workerData });
}
