import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** What a visit fetches: files, their bytes, and their bytes as a host that compresses would send them. */
export type WireBytes = { files: number; bytes: number; gzipped: number };

/**
 * Notes what a page and its workers fetch from now on, except for the files that are `leftOut`; `take` gives the sums
 * so far, each file once, and starts again.
 */
export function countWireBytes(page: Page, leftOut?: RegExp): { take(): Promise<WireBytes> } {
  const addresses = new Set<string>();
  page.on('request', (request) => {
    const address = request.url();
    if (/^https?:/.test(address) && request.method() === 'GET' && !leftOut?.test(address)) addresses.add(address);
  });
  return {
    async take() {
      // Fetched once more: the browser does not keep large ones.
      const bodies = await Promise.all(
        [...addresses].map(async (address) => Buffer.from(await (await fetch(address)).arrayBuffer())),
      );
      addresses.clear();
      return {
        files: bodies.length,
        bytes: bodies.reduce((sum, body) => sum + body.length, 0),
        gzipped: bodies.reduce((sum, body) => sum + Math.min(body.length, gzipSync(body, { level: 9 }).length), 0),
      };
    },
  };
}
