/**
 * Firefox looks for finished work every 100 ms, and whenever commands are submitted. While somebody waits for the GPU, this
 * submits nothing at all, again and again.
 *
 * @param pause waits between two submits
 * @returns a function that waits for what it is given, and has the queue fed meanwhile; however many wait, it is fed once
 */
export function createFeeding(pause: () => Promise<void> = aMillisecond) {
  const waiting = new Map<GPUQueue, number>();
  const fed = new Set<GPUQueue>();

  async function feed(queue: GPUQueue): Promise<void> {
    if (fed.has(queue)) return;
    fed.add(queue);
    while (waiting.has(queue)) {
      queue.submit([]);
      await pause();
    }
    fed.delete(queue);
  }

  return async function fedUntil<Result>(queue: GPUQueue, awaited: Promise<Result>): Promise<Result> {
    waiting.set(queue, (waiting.get(queue) ?? 0) + 1);
    void feed(queue);
    try {
      return await awaited;
    } finally {
      const left = (waiting.get(queue) as number) - 1;
      if (left > 0) waiting.set(queue, left);
      else waiting.delete(queue);
    }
  };
}

/**
 * A timer that a timer sets is held up to 4 ms, from the fifth on; one that a message sets is not. So each timer here is
 * followed by a message.
 */
function aMillisecond(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }, 1);
  });
}
