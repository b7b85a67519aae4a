/** How long nothing may come. Tests shorten them. */
export type SilenceLimits = {
  /** Milliseconds until it is reported. @default 5000 */
  wordMs?: number;
  /** Milliseconds until it ends. @default 30000 */
  endMs?: number;
};

/** @see watchSilence */
export const WORD_MS = 5_000;
/** @see watchSilence */
export const END_MS = 30_000;

/**
 * Watches something that is to come from the network: after some time without a sign of life it says so once, and after
 * more it ends it. A download that is slow but alive may take as long as it likes.
 *
 * @param sign what changes whenever something comes; undefined where nobody can tell, which counts as life
 * @returns what stops watching
 */
export function watchSilence(
  sign: () => number | undefined,
  { onWord, onEnd }: { onWord: () => void; onEnd: () => void },
  { wordMs = WORD_MS, endMs = END_MS }: SilenceLimits = {},
): () => void {
  const everyMs = Math.min(250, wordMs / 4);
  let [silentMs, last, isTold] = [0, performance.now(), false];
  let before: number | undefined;
  const timer = setInterval(() => {
    const [now, current] = [performance.now(), sign()];
    const isAlive = current === undefined || current !== before;
    // No more than two turns at once: while this process itself is stopped (Ctrl-Z, sleep) it hears nothing.
    silentMs = isAlive ? 0 : silentMs + Math.min(now - last, 2 * everyMs);
    [last, before] = [now, current];
    if (silentMs >= wordMs && !isTold) {
      isTold = true;
      onWord();
    }
    if (silentMs < endMs) return;
    clearInterval(timer);
    onEnd();
  }, everyMs);
  return () => clearInterval(timer);
}
