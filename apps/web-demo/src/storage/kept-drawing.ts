import { createStore, del, entries, get, set } from 'idb-keyval';
import { isDrawing, type Operation } from '../draw/operation.ts';
import { newestWins } from '../translate/newest-wins.ts';
import { lineOf } from '../worker/calls.ts';

type Kept = { readonly operations: readonly Operation[]; readonly at: number };

const store = createStore('pix2pix-drawings', 'drawings');
/** Drawings of tabs beyond these are forgotten, the oldest first. */
const MOST = 12;

/** This tab's drawing, or a copy of the last one of any tab; undefined where none was kept. */
export async function keptDrawing(tab: string): Promise<readonly Operation[] | undefined> {
  try {
    const own = await get<Kept>(tab, store);
    const { operations } = own ?? (await newestFirst())[0]?.[1] ?? {};
    return isDrawing(operations) ? operations : undefined;
  } catch {
    return undefined; // a browser that keeps nothing, in a private window say
  }
}

/** Keeps this tab's drawing whenever it is called; `onNote` is told, once, where that is not possible. */
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
      if (!told) onNote(`The drawing could not be kept for a reload (${lineOf(error)}). Save it, or make room.`);
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
