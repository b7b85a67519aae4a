import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ServedPage, servePage } from './serve-page.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-serve-'));
const built = path.join(folder, 'dist');
let served: ServedPage;

beforeAll(async () => {
  mkdirSync(path.join(built, 'assets'), { recursive: true });
  mkdirSync(path.join(folder, 'dist-other'));
  writeFileSync(path.join(built, 'index.html'), 'the page');
  writeFileSync(path.join(built, 'empty.js'), '');
  writeFileSync(path.join(built, 'a b%.js'), 'a script');
  writeFileSync(path.join(built, 'large.bin'), '');
  truncateSync(path.join(built, 'large.bin'), 2e8); // takes no room on the disk
  writeFileSync(path.join(folder, 'secret'), 'a secret');
  writeFileSync(path.join(folder, 'dist-other', 'secret'), 'a secret');
  symlinkSync(path.join(folder, 'secret'), path.join(built, 'link'));
  symlinkSync(path.join(folder, 'dist-other'), path.join(built, 'linked'));
  symlinkSync('nothing', path.join(built, 'dangling'));
  symlinkSync('index.html', path.join(built, 'inside'));
  if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(built, 'pipe')]);
  served = await servePage({
    folder: built,
    files: { 'model.safetensors': path.join(folder, 'secret'), gone: folder },
  });
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

/** What comes back for a path as it is, which `fetch` would change. */
async function answer(target: string, method = 'GET'): Promise<{ status: number; body: string }> {
  const socket = connect(Number(new URL(served.address).port), '127.0.0.1');
  socket.write(`${method} ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`, 'latin1');
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), body };
}

test.each([
  ['a folder', '/assets', 404],
  ['a folder with a slash', '/assets/', 404],
  ['a folder that is served by name', '/gone', 404],
  ['no file', '/nothing', 404],
  ['a file as a folder', '/index.html/x', 404],
  ['a bad percent code', '/%', 404],
  ['bytes that are no UTF-8', '/%ff', 404],
  ['a NUL', '/a%00b', 404],
  ['a way up', '/../secret', 404],
  ['a way up in percent codes', '/%2e%2e%2fsecret', 404],
  ['a way up to a folder whose name begins alike', '/..%2fdist-other/secret', 404],
  ['a way up with backslashes', '/..%5csecret', 404],
  ['a way up in double percent codes', '/%252e%252e%252fsecret', 404],
  ['a way up in overlong UTF-8', '/%c0%ae%c0%ae/secret', 404],
  ['a way up behind a folder', '/assets/%2e%2e/..%2fsecret', 404],
  ['a drive of Windows', '/c:%5cwindows%5cwin.ini', 404],
  ['a share of Windows', '/%5c%5chost%5cshare', 404],
  ['a file with a stream of Windows', '/index.html::$DATA', 404],
  ['a link out of the folder', '/link', 404],
  ['a folder that is a link out', '/linked/secret', 404],
  ['a link to nothing', '/dangling', 404],
  ['a pipe', '/pipe', 404],
  ['two slashes', '//', 404],
  ['two slashes and a host', '//host:99999/x', 404],
  ['a property of every object', '/constructor', 404],
  ['no path', '*', 404],
  ['a long path', `/${'a'.repeat(9000)}`, 404],
  ['a path longer than a header may be', `/${'a'.repeat(20_000)}`, 431],
])('asked for %s, the server of the page refuses and continues', async (_, target, status) => {
  expect(await answer(target)).toEqual({ status, body: '' });
  expect(await answer('/')).toEqual({ status: 200, body: 'the page' });
});

test.each([
  ['/?x=%', 'the page'],
  ['//index.html', 'the page'],
  ['http://localhost/index.html', 'the page'],
  ['/inside', 'the page'],
  ['/empty.js', ''],
  ['/a%20b%25.js', 'a script'],
  ['/model.safetensors', 'a secret'],
])('%s is served', async (target, body) => {
  expect(await answer(target)).toEqual({ status: 200, body });
});

test('a HEAD has no body, and another method is refused', async () => {
  expect(await answer('/', 'HEAD')).toEqual({ status: 200, body: '' });
  expect(await answer('/assets', 'HEAD')).toEqual({ status: 404, body: '' });
  expect(await answer('/large.bin', 'HEAD')).toEqual({ status: 200, body: '' });
  expect(await answer('/', 'POST')).toEqual({ status: 405, body: '' });
});

test('a client that goes away and a file that shrinks, both in the middle of it, end their answer alone', async () => {
  const port = Number(new URL(served.address).port);
  const halfRead = async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /large.bin HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(socket, 'readable');
    return socket;
  };
  (await halfRead()).destroy();
  expect(await answer('/')).toEqual({ status: 200, body: 'the page' });
  const socket = await halfRead();
  truncateSync(path.join(built, 'large.bin'), 1e6);
  let received = 0;
  socket
    .on('error', () => {})
    .on('data', (piece) => {
      received += piece.length;
    });
  await once(socket, 'close');
  expect(received).toBeLessThan(2e8);
  expect(await answer('/')).toEqual({ status: 200, body: 'the page' });
});
