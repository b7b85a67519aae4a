import { type Call, type CallTable, lineOf, type Reply } from './calls.ts';

/** What an answer has to do with its caller meanwhile. */
export type Answering<Progress> = {
  /** Whether the caller still wants it. */
  readonly signal: AbortSignal;
  tell(progress: Progress): void;
};

/** Answers the calls of the page, one after the other; buffers listed by `transfer` are handed over, not copied. */
export function serveCalls<Table extends CallTable>(
  answers: {
    [Name in keyof Table]: (
      ask: Table[Name]['ask'],
      answering: Answering<Table[Name]['progress']>,
    ) => Promise<Table[Name]['answer']>;
  },
  transfer: (answer: unknown) => Transferable[] = () => [],
): void {
  const wanted = new Map<number, AbortController>();
  let last: Promise<void> = Promise.resolve();
  globalThis.addEventListener('message', ({ data }: MessageEvent<Call>) => {
    if ('stop' in data) return wanted.get(data.id)?.abort(new Error('It was stopped.'));
    const { id, name, ask } = data;
    const controller = new AbortController();
    wanted.set(id, controller);
    last = last.then(() => reply(id, name, ask, controller.signal)).finally(() => wanted.delete(id));
  });

  async function reply(id: number, name: string, ask: unknown, signal: AbortSignal): Promise<void> {
    const answering: Answering<unknown> = { signal, tell: (progress) => post({ id, progress }) };
    try {
      const answer = await (answers[name] as (ask: unknown, meanwhile: typeof answering) => Promise<unknown>)(
        ask,
        answering,
      );
      post({ id, answer }, transfer(answer));
    } catch (error) {
      post({ id, error: lineOf(error) });
    }
  }
}

/** Tells the page something that it did not ask for. */
export function postNews(news: unknown): void {
  post({ news });
}

function post(reply: Reply, transfer: Transferable[] = []): void {
  (globalThis as unknown as Worker).postMessage(reply, transfer);
}
