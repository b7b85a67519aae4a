import type { CallTable, Reply } from './calls.ts';

/** A worker that answers calls. */
export type CalledWorker<Table extends CallTable> = {
  call<Name extends keyof Table & string>(
    name: Name,
    ask: Table[Name]['ask'],
    transfer?: Transferable[],
  ): Promise<Table[Name]['answer']>;
  /** Ends the worker with all its memory; calls under way are rejected. */
  end(): void;
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
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
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
    call: (name, ask, transfer = []) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        const id = calls++;
        waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
        worker.postMessage({ id, name, ask }, transfer);
      }),
    end: () => endWith(new WorkerEnded('The worker was ended.')),
  };
}
