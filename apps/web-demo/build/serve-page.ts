import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
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
  /** The folder that the page appears to be in, with a slash at its end. @default '/' */
  under?: string;
};

/** A page that is being served to this machine only. */
export type ServedPage = { readonly address: string; close(): Promise<void> };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.wasm': 'application/wasm',
};

/** Serves a built page to this machine. @throws where the port is taken */
export async function servePage(options: ServePageOptions): Promise<ServedPage> {
  const { headers = true, port = 0, under = '/' } = options;
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers ? ISOLATION : {})) response.setHeader(name, value);
    answer(request, response, options).catch(() => {
      // In the middle of a file no status can be sent any more: closing the connection says that it is not complete.
      if (response.headersSent) response.destroy();
      else response.writeHead(404, { 'content-length': 0 }).end();
    });
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

/** @throws where there is no such file, or it cannot be read to its end */
async function answer(request: IncomingMessage, response: ServerResponse, options: ServePageOptions): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 }).end();
    return;
  }
  const file = await fileOf(request.url ?? '/', options);
  const handle = await openFile(file);
  try {
    const { size, mtimeMs } = await handle.stat();
    const isScript = path.extname(file) === '.js';
    response.writeHead(200, {
      'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      'content-length': size,
      'cache-control': 'no-cache',
      ...((options.headers ?? true) && isScript && { 'content-security-policy': WORKER_POLICY }),
      etag: `"${size}-${Math.round(mtimeMs)}"`,
    });
    // As much as was announced: the file may grow while it is sent.
    if (request.method === 'HEAD' || size === 0) response.end();
    else {
      const stream = handle.createReadStream({ start: 0, end: size - 1, autoClose: false });
      await pipeline(stream, response);
      if (stream.bytesRead < size) request.socket.destroy(); // it has shrunk: nobody should wait for the rest
    }
  } finally {
    await handle.close();
  }
}

/** The file at an address. @throws where it is not an address of the page, or leads out of the folder */
async function fileOf(url: string, { folder, files = {}, under = '/' }: ServePageOptions): Promise<string> {
  // A path that begins with // is a path here, not a host.
  const { pathname } = new URL(url.startsWith('/') ? `http://localhost${url}` : url);
  if (!pathname.startsWith(under)) throw new Error('Expected an address under the page.');
  const name = decodeURIComponent(pathname.slice(under.length)) || 'index.html';
  if (Object.hasOwn(files, name)) return files[name] as string;
  const [root, file] = await Promise.all([realpath(folder), realpath(path.join(folder, path.normalize(`/${name}`)))]);
  if (!file.startsWith(root + path.sep)) throw new Error('Expected a file of the page, got a link out of its folder.');
  return file;
}

/** @throws where it is not a file: a folder cannot be read, and opening a pipe would wait for its writer */
async function openFile(file: string): Promise<FileHandle> {
  if (!(await stat(file)).isFile()) throw new Error('Expected a file.');
  return open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}
