import { runInThisContext } from 'node:vm';

/**
 * Dawn in Node looks for finished work in a function that it hands to the global `setImmediate`, again and again as long
 * as something is awaited. Whoever holds this function can call it without giving the event loop a turn: so a tensor can
 * be read synchronously, as TensorFlow.js's `dataSync` does.
 */
type Look = () => void;

/** The looks that Dawn is going to take; one for each of its instances. */
const looks = new Set<Look>();

/** Dawn asks the realm that it was loaded in; a test runner's tests have another one. */
const realms = [...new Set([globalThis, runInThisContext('globalThis') as typeof globalThis])];

/** Calls `start` and keeps what Dawn hands to `setImmediate` meanwhile. */
export function asking<Result>(start: () => Result): Result {
  const before = realms.map(({ setImmediate }) => setImmediate);
  for (const realm of realms) realm.setImmediate = keep as unknown as typeof setImmediate;
  try {
    return start();
  } finally {
    realms.forEach((realm, i) => {
      realm.setImmediate = before[i] as typeof setImmediate;
    });
  }
}

/**
 * Has Dawn look for finished work until `isDone`.
 *
 * @throws in one line where something is awaited that was not asked for through `asking`: the event loop holds Dawn's look
 */
export function waitUntil(isDone: () => boolean): void {
  for (let round = 0; !isDone(); round++) {
    if (looks.size === 0)
      throw new Error(
        'Expected a GPU that nothing else waits for, got one that is waited for. Read with await data().',
      );
    if (round > PATIENCE) Atomics.wait(CLOCK, 0, 0, SHORT_SLEEP);
    for (const look of [...looks]) take(look);
  }
}

/** So many looks one right after the other, before whoever waits sleeps in between and leaves the cores to others. */
const PATIENCE = 20;
/** In ms. */
const SHORT_SLEEP = 0.1;
const CLOCK = new Int32Array(new SharedArrayBuffer(4));

let looksInARow = 0;

function keep(look: Look): void {
  looks.add(look);
  const takeOnce = () => looks.has(look) && take(look);
  looksInARow++;
  if (looksInARow < PATIENCE) setImmediate(takeOnce);
  else setTimeout(takeOnce, 1);
}

function take(look: Look): void {
  looks.delete(look);
  const before = looks.size;
  asking(look);
  if (looks.size <= before) looksInARow = 0;
}
