import { nextMacrotask } from '@pix2pix-ts/common';

/**
 * A place where work may be stopped. What would abort the signal, a timer or a message, gets its turn first: on engines that
 * compute at once, nothing else would let it.
 *
 * @throws the signal's reason
 */
export async function mayStop(signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return;
  await nextMacrotask();
  signal.throwIfAborted();
}
