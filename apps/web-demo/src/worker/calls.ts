/** What a worker can be asked, by name, and what it answers. */
export type CallTable = Record<string, { ask: unknown; answer: unknown }>;

/** A question on its way to a worker. */
export type Call = { readonly id: number; readonly name: string; readonly ask: unknown };

/** What comes back: an answer, the line of an error, or news that nobody asked for. */
export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly news: unknown };

/** An error's first line, as a person may read it. */
export function lineOf(error: unknown): string {
  const { message = '' } = error as { message?: string };
  return (message || String(error)).split('\n', 1)[0] as string;
}
