import { createStore, del, entries, get, set } from 'idb-keyval';
import { visible } from '../draw/history.ts';
import { isDrawing, type Operation } from '../draw/operation.ts';
import { checkPaintingTime, MOST_MILLISECONDS, paintingTime } from '../draw/painting-time.ts';
import { EXAMPLE_KINDS, type ExampleKind } from '../examples/example-kinds.ts';
import { newestWins } from '../translate/newest-wins.ts';
import { lineOf } from '../worker/calls.ts';

/** A drawing, and which kind of model it is for, where that is known. */
export type KeptDrawing = { readonly operations: readonly Operation[]; readonly kind?: ExampleKind | undefined };

type Kept = KeptDrawing & { readonly at: number };

const store = createStore('pix2pix-drawings', 'drawings');
/** Drawings of tabs beyond these are forgotten, the oldest first. */
const MOST = 12;

/**
 * This tab's drawing, or a copy of the last one of any tab; undefined where none was kept.
 *
 * @throws one line where it takes too long to paint
 */
export async function keptDrawing(tab: string): Promise<KeptDrawing | undefined> {
  const kept = await stored(tab).catch(() => undefined); // a browser that keeps nothing, such as in a private window
  const operations: unknown = kept?.operations;
  if (!isDrawing(operations)) return undefined;
  checkPaintingTime(operations, 'a drawing kept in this browser');
  return { operations, kind: EXAMPLE_KINDS.find((kind) => kind === kept?.kind) };
}

async function stored(tab: string): Promise<Partial<Kept> | undefined> {
  return (await get<Kept>(tab, store)) ?? (await newestFirst())[0]?.[1];
}

/**
 * What to keep of a drawing so that {@link keptDrawing} accepts it again: all that was done to it, what is seen of
 * that, or `picture` of the paper where painting it takes too long.
 */
export function toKeep(done: readonly Operation[], picture: () => Operation): readonly Operation[] {
  const short = [done, visible(done)].find((operations) => paintingTime(operations) <= MOST_MILLISECONDS);
  return short ?? [picture()];
}

/** Keeps this tab's drawing whenever it is called; `onNote` is called, once, where that is not possible, `onKept` where it is. */
export function keepDrawing(
  tab: string,
  drawing: () => KeptDrawing,
  { onNote, onKept }: { onNote: (note: string) => void; onKept: () => void },
): () => void {
  let told = false;
  return newestWins(async () => {
    try {
      await set(tab, { ...drawing(), at: Date.now() } satisfies Kept, store);
      told = false;
      onKept();
      await forgetOldest();
    } catch (error) {
      if (!told) onNote(`The drawing could not be kept for a reload (${lineOf(error)}). Save it, or free some space.`);
      told = true;
    }
  });
}

async function newestFirst(): Promise<[string, Kept][]> {
  return (await entries<string, Kept>(store)).sort(([, left], [, right]) => right.at - left.at);
}

async function forgetOldest(): Promise<void> {
  for (const [tab] of (await newestFirst()).slice(MOST)) await del(tab, store);
}
