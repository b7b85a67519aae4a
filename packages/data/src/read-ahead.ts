/**
 * Yields load(0), load(1), ... in order and without end, while the next `ahead` are already on their way. What a load
 * rejects with is thrown when its turn comes, and not before.
 *
 * @throws the signal's reason as soon as it is aborted
 */
export async function* readAhead<T>(
  load: (index: number) => Promise<T>,
  ahead: number,
  signal?: AbortSignal,
): AsyncGenerator<T, never> {
  const underWay: Promise<T>[] = [];
  for (let next = 0; ; ) {
    while (underWay.length <= ahead) underWay.push(unheard(load(next++)));
    yield await untilAborted(underWay.shift() as Promise<T>, signal);
  }
}

/** Whoever stops early never asks for what is under way: its rejection must not bring the process down. */
function unheard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** The promise's value, or the signal's reason if that is aborted first. */
async function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
