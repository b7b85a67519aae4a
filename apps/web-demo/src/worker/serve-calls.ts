import { type Call, type CallTable, lineOf, type Reply } from './calls.ts';

/** Answers the calls of the page, one after the other; buffers listed by `transfer` are handed over, not copied. */
export function serveCalls<Table extends CallTable>(
  answers: { [Name in keyof Table]: (ask: Table[Name]['ask']) => Promise<Table[Name]['answer']> },
  transfer: (answer: unknown) => Transferable[] = () => [],
): void {
  let last: Promise<void> = Promise.resolve();
  globalThis.addEventListener('message', ({ data }: MessageEvent<Call>) => {
    last = last.then(() => reply(data));
  });

  async function reply({ id, name, ask }: Call): Promise<void> {
    try {
      const answer = await (answers[name] as (ask: unknown) => Promise<unknown>)(ask);
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
