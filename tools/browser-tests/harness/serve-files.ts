import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BuiltFiles } from './build-pages.ts';

const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** The strictest policy under which WebAssembly runs, with these workers. */
const policy = (workers: string) => ({
  'content-security-policy': `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src ${workers}`,
});

/** How a host may serve the same files. */
const HOSTS = {
  /** A plain static one. */
  plain: {},
  /** Pages there are cross-origin isolated, and may share memory. */
  isolated: ISOLATION,
  /** Isolated, and wary. */
  strict: { ...ISOLATION, ...policy("'self'") },
  /** Isolated, but no page may have workers. */
  workerless: { ...ISOLATION, ...policy("'none'") },
} as const;

type Host = keyof typeof HOSTS;

/** Where the builds are: an address is one of these and `/BUILD/FILE`. */
export type ServedFiles = Record<Host, string> & { close(): Promise<void> };

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  mjs: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
};

/** Serves files from memory, each build in a folder of its name, on a free port that this machine alone reaches. */
export async function serveFiles(builds: Readonly<Record<string, BuiltFiles>>): Promise<ServedFiles> {
  const server = createServer(({ url = '' }, response) => {
    const [, host = '', build = '', name = ''] = /^\/(\w+)\/(\w+)\/([^?]*)/.exec(url) ?? [];
    const file = builds[build]?.get(name);
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    const headers = { 'content-type': type, 'cache-control': 'no-store', ...HOSTS[host as Host] };
    response.writeHead(file === undefined ? 404 : 200, headers).end(file);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    plain: `${address}/plain`,
    isolated: `${address}/isolated`,
    strict: `${address}/strict`,
    workerless: `${address}/workerless`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
