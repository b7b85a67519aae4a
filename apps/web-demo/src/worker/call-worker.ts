import type { Call, CallTable, Reply } from './calls.ts';

/** What a caller has to do with the answer until it comes. */
export type CallOptions<Progress> = {
  /** Handed over, not copied. */
  transfer?: Transferable[] | undefined;
  /** Tells the worker that the answer is no longer wanted; the call is rejected if it then gives none. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
};

/** A worker that answers calls. */
export type CalledWorker<Table extends CallTable> = {
  call<Name extends keyof Table & string>(
    name: Name,
    ask: Table[Name]['ask'],
    options?: CallOptions<Table[Name]['progress']>,
  ): Promise<Table[Name]['answer']>;
  /** Ends the worker with all its memory; calls under way are rejected. */
  end(): void;
};

type Waiting = {
  resolve(answer: unknown): void;
  reject(error: Error): void;
  onProgress: ((progress: unknown) => void) | undefined;
};

/** The worker was ended while it was asked. */
class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
}

/**
 * Talks to a worker that uses `serveCalls`; `onNews` gets what it reports by itself, `onCrash` the reason it is gone.
 */
export function callWorker<Table extends CallTable>(
  worker: Worker,
  { onNews, onCrash }: { onNews?: (news: unknown) => void; onCrash?: (reason: string) => void } = {},
): CalledWorker<Table> {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let ended: Error | undefined;

  function endWith(error: Error): void {
    ended = error;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    if ('news' in data) return onNews?.(data.news);
    const call = waiting.get(data.id);
    if ('progress' in data) return call?.onProgress?.(data.progress);
    waiting.delete(data.id);
    if ('error' in data) call?.reject(new Error(data.error));
    else call?.resolve(data.answer);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const reason = event.message || 'its script could not be loaded';
    endWith(new Error(`The worker stopped: ${reason}`));
    onCrash?.(reason);
  });

  return {
    call: (name, ask, { transfer = [], signal, onProgress } = {}) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        if (signal?.aborted) return reject(signal.reason);
        const id = calls++;
        waiting.set(id, {
          resolve: resolve as (answer: unknown) => void,
          reject,
          onProgress: onProgress as Waiting['onProgress'],
        });
        const post = (call: Call, handedOver: Transferable[] = []) => worker.postMessage(call, handedOver);
        post({ id, name, ask }, transfer);
        signal?.addEventListener('abort', () => waiting.has(id) && post({ id, stop: true }));
      }),
    end: () => endWith(new WorkerEnded('The worker was ended.')),
  };
}
