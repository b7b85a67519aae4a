import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BuiltFiles } from './build-pages.ts';

/** Where the builds are; an address is one of these and `/BUILD/FILE`. */
export type ServedFiles = {
  /** Pages there are cross-origin isolated, and may share memory. */
  isolated: string;
  /** As a plain static host serves them. */
  plain: string;
  close(): Promise<void>;
};

const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
};

/** Serves files from memory, each build in a folder of its name, on a free port that this machine alone reaches. */
export async function serveFiles(builds: Readonly<Record<string, BuiltFiles>>): Promise<ServedFiles> {
  const server = createServer(({ url = '' }, response) => {
    const [, mode, build = '', name = ''] = /^\/(isolated|plain)\/(\w+)\/([^?]*)/.exec(url) ?? [];
    const file = builds[build]?.get(name);
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    const headers = { 'content-type': type, 'cache-control': 'no-store', ...(mode === 'isolated' && ISOLATION) };
    response.writeHead(file === undefined ? 404 : 200, headers).end(file);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    isolated: `${address}/isolated`,
    plain: `${address}/plain`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
