import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { ISOLATION, WORKER_POLICY } from './headers.ts';

/** How a built page is served. */
export type ServePageOptions = {
  /** What the build wrote. */
  folder: string;
  /** Further files by their addresses, relative to the page's. */
  files?: Readonly<Record<string, string>>;
  /** With the headers for threads, and that of the workers' policy; without them as a plain host. @default true */
  headers?: boolean;
  /** @default a free one */
  port?: number;
  /** The folder that the page seems to be in, with a slash at its end. @default '/' */
  under?: string;
};

/** A page that is being served on this machine alone. */
export type ServedPage = { readonly address: string; close(): Promise<void> };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};

/** Serves a built page to this machine. @throws where the port is taken */
export async function servePage(options: ServePageOptions): Promise<ServedPage> {
  const { headers = true, port = 0, under = '/' } = options;
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers ? ISOLATION : {})) response.setHeader(name, value);
    answer(request, response, options).catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${under}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @throws where there is no such file */
async function answer(request: IncomingMessage, response: ServerResponse, options: ServePageOptions): Promise<void> {
  const { folder, files = {}, under = '/', headers = true } = options;
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (!pathname.startsWith(under)) throw new Error('Expected an address under the page.');
  const name = decodeURIComponent(pathname.slice(under.length)) || 'index.html';
  const file = files[name] ?? path.join(folder, path.normalize(`/${name}`)); // never above the folder
  const { size, mtimeMs } = await stat(file);
  response.writeHead(200, {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-length': size,
    'cache-control': 'no-cache',
    ...(headers && path.extname(file) === '.js' && { 'content-security-policy': WORKER_POLICY }),
    etag: `"${size}-${Math.round(mtimeMs)}"`,
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}
