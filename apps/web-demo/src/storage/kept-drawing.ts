import { createStore, del, entries, get, set } from 'idb-keyval';
import { visible } from '../draw/history.ts';
import { isDrawing, type Operation } from '../draw/operation.ts';
import { checkPaintingTime, MOST_MILLISECONDS, paintingTime } from '../draw/painting-time.ts';
import { newestWins } from '../translate/newest-wins.ts';
import { lineOf } from '../worker/calls.ts';

type Kept = { readonly operations: readonly Operation[]; readonly at: number };

const store = createStore('pix2pix-drawings', 'drawings');
/** Drawings of tabs beyond these are forgotten, the oldest first. */
const MOST = 12;

/**
 * This tab's drawing, or a copy of the last one of any tab; undefined where none was kept.
 *
 * @throws one line where it takes too long to paint
 */
export async function keptDrawing(tab: string): Promise<readonly Operation[] | undefined> {
  const operations = await stored(tab).catch(() => undefined); // a browser that keeps nothing, such as in a private window
  if (!isDrawing(operations)) return undefined;
  checkPaintingTime(operations, 'a drawing kept in this browser');
  return operations;
}

async function stored(tab: string): Promise<unknown> {
  const own = await get<Kept>(tab, store);
  return (own ?? (await newestFirst())[0]?.[1])?.operations;
}

/**
 * What to keep of a drawing so that {@link keptDrawing} accepts it again: all that was done to it, what is seen of
 * that, or `picture` of the paper where painting it takes too long.
 */
export function toKeep(done: readonly Operation[], picture: () => Operation): readonly Operation[] {
  const short = [done, visible(done)].find((operations) => paintingTime(operations) <= MOST_MILLISECONDS);
  return short ?? [picture()];
}

/** Keeps this tab's drawing whenever it is called; `onNote` is called, once, where that is not possible. */
export function keepDrawing(
  tab: string,
  drawing: () => readonly Operation[],
  onNote: (note: string) => void,
): () => void {
  let told = false;
  return newestWins(async () => {
    try {
      await set(tab, { operations: drawing(), at: Date.now() } satisfies Kept, store);
      told = false;
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
