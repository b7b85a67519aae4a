import { type Format, type Operation, SQUARE } from './operation.ts';

/** What was done, and what was undone and can be done again, the next one last. */
export type History = { readonly done: readonly Operation[]; readonly undone: readonly Operation[] };

/** Nothing was done yet. */
export const EMPTY_HISTORY: History = { done: [], undone: [] };

/** One operation more; what was undone is forgotten. */
export function withOperation({ done }: History, operation: Operation): History {
  return { done: [...done, operation], undone: [] };
}

/** The last operation undone; the same history where there is none. */
export function undo(history: History): History {
  const last = history.done.at(-1);
  return last ? { done: history.done.slice(0, -1), undone: [...history.undone, last] } : history;
}

/** What was undone last, redone; the same history where there is none. */
export function redo(history: History): History {
  const next = history.undone.at(-1);
  return next ? { done: [...history.done, next], undone: history.undone.slice(0, -1) } : history;
}

/** What is seen: nothing of what comes before the last clearing, or before a picture that covers everything. */
export function visible(done: readonly Operation[]): readonly Operation[] {
  const cleared = done.findLastIndex(({ kind }) => kind === 'clear');
  const covered = done.findLastIndex(({ kind }) => kind === 'image' || kind === 'planet');
  return done.slice(Math.max(cleared + 1, covered, 0));
}

/** The format of a drawing: that of the picture that covers it. */
export function formatOf(done: readonly Operation[]): Format {
  const [first] = visible(done);
  if (first?.kind !== 'image' || first.width === undefined || first.height === undefined) return SQUARE;
  return { width: first.width, height: first.height };
}

/** Another drawing on the same sheet: what was there is undone to. */
export function withDrawing({ done }: History, drawing: readonly Operation[]): History {
  return { done: visible(done).length === 0 ? drawing : [...done, { kind: 'clear' }, ...drawing], undone: [] };
}
