import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Sends a body in a dozen pieces, one each half second, or stops after the third and says nothing more. */
export async function answerSlowly(response: ServerResponse, body: Buffer, end: 'whole' | 'never'): Promise<void> {
  response.setHeader('content-length', body.length);
  const size = Math.ceil(body.length / 12);
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    response.write(body.subarray(at, at + size));
    if (end === 'never' && at >= 2 * size) return;
    await wait(500);
  }
  response.end();
}
