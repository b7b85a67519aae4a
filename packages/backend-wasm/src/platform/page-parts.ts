import type { Platform, StartedWorker } from './platform.ts';

/** A browser tells a page nothing about the reason: that is in its console. */
const NOT_STARTED = "the page's policy refuses its workers (worker-src), or their script is not served";

/** What every page's platform has in common. */
export const pageParts: Pick<Platform, 'cores' | 'allowRelaxedSimd' | 'withWorkerClass'> = {
  cores: () => navigator.hardwareConcurrency,

  allowRelaxedSimd: () => {},

  withWorkerClass(workerClass, start) {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
    Object.defineProperty(globalThis, 'Worker', { configurable: true, writable: true, value: workerClass });
    try {
      return start();
    } finally {
      if (before) Object.defineProperty(globalThis, 'Worker', before);
    }
  },
};

/** Gives a worker its data; its script says `ready` and `ended`. */
export function startPageWorker(worker: Worker, data: object): StartedWorker {
  const said = (word: string) =>
    new Promise<void>((resolve, reject) => {
      worker.addEventListener('message', (event) => event.data === word && resolve());
      worker.addEventListener('error', ({ message }) => reject(new Error(message || NOT_STARTED)));
    });
  const ended = said('ended').catch(() => {}); // one that failed has ended
  let works = false;
  const ready = (async () => {
    worker.postMessage(data);
    await said('ready');
    works = true;
  })();
  return {
    ready,
    async stop() {
      if (works) await ended;
      worker.terminate();
    },
  };
}
