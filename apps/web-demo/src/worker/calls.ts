/** What a worker can be asked, by name, what it answers, and how it tells its progress until then. */
export type CallTable = Record<string, { ask: unknown; answer: unknown; progress?: unknown }>;

/** A question on its way to a worker, or the wish that one be answered no more. */
export type Call =
  | { readonly id: number; readonly name: string; readonly ask: unknown }
  | { readonly id: number; readonly stop: true };

/** What comes back: an answer, the line of an error, how far a call is, or news that nobody asked for. */
export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly progress: unknown }
  | { readonly news: unknown };

/** An error's first line, as a person may read it. */
export function lineOf(error: unknown): string {
  const { message = '' } = error as { message?: string };
  return (message || String(error)).split('\n', 1)[0] as string;
}
