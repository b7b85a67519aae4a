import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { decodeImage } from '@pix2pix-ts/data/node';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { SMALL, smallModelFile } from '@pix2pix-ts/testing-models';
import { setBackend } from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { LIMITS } from './app.ts';

const cwd = path.resolve(import.meta.dirname, '..');
let folder: string;
let model: string;
let server: ChildProcess;
let address: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  await setBackend('wasm');
  folder = await mkdtemp(path.join(tmpdir(), 'pix2pix-server-'));
  model = path.join(folder, 'model.safetensors');
  await writeFile(model, await smallModelFile());
  await start();
});

/** Starts a server; all below talk to the latest. */
async function start(variables: Record<string, string> = {}): Promise<void> {
  const node = ['--import', 'tsx', '--conditions=@pix2pix-ts/source', 'src/main.ts'];
  const env = { ...process.env, MODEL: model, PORT: '0', ...variables };
  server = spawn(process.execPath, node, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(server);
  const [line] = await once(createInterface({ input: server.stdout as NodeJS.ReadableStream }), 'line');
  address = String(line).replace('Listening on ', '');
}

async function exitCode(): Promise<number | null> {
  if (server.exitCode === null) await once(server, 'exit');
  return server.exitCode;
}

afterAll(async () => {
  for (const process of started) process.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** A picture with a shade of its own. */
function picture(shade: number, width = 50, height = 40): Promise<Buffer> {
  const background = { r: shade, g: 255 - shade, b: 128 };
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

const post = (body: Buffer | string) =>
  fetch(`${address}/translate`, { method: 'POST', body: new Uint8Array(Buffer.from(body)) });
const health = async () => (await fetch(`${address}/health`)).json();

type HalfSent = { upload: ClientRequest; answer: Promise<IncomingMessage>; finish(): Promise<IncomingMessage> };

/** An upload of which the server has the first half. */
async function halfSent(body: Buffer): Promise<HalfSent> {
  const upload = request(`${address}/translate`, { method: 'POST', headers: { 'content-length': body.length } });
  const answer = once(upload, 'response').then(([response]) => (response as IncomingMessage).resume());
  answer.catch(() => {}); // whoever finishes it hears of it
  const half = body.length >> 1;
  await new Promise((resolve) => upload.write(body.subarray(0, half), resolve));
  const finish = () => {
    upload.end(body.subarray(half));
    return answer;
  };
  return { upload, answer, finish };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('uploads that come together get the pictures that the model makes of each', async () => {
  const uploads = await Promise.all([0, 40, 80, 120, 160, 200, 240].map((shade) => picture(shade)));
  const answers = await Promise.all(uploads.map(post));
  const translator = await loadTranslator(model);
  for (const [i, answer] of answers.entries()) {
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    const { data, width, height } = await decodeImage(new Uint8Array(await answer.arrayBuffer()));
    const expected = await translator.translate(await decodeImage(uploads[i] as Buffer));
    expect([width, height]).toEqual([50, 40]);
    const rgb = expected.data.filter((_, at) => at % 4 !== 3);
    const farthest = Array.from(data).reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (rgb[at] as number))),
      0,
    );
    expect(farthest).toBeLessThanOrEqual(1); // the batch rounds in another order
  }
  translator.dispose();
});

test('what is too large or not an image is refused in one line', async () => {
  const refusals = [
    [Buffer.alloc(LIMITS.bytes + 1), 413, /^Expected an image of at most 10000000 bytes, got more\. .*\n$/],
    [await picture(0, 4001, 1000), 413, /^Expected at most 4000000 pixels, got 4001x1000\. .*\n$/],
    ['no image at all', 415, /^Expected a complete image in the image, got damaged or unknown data .*\n$/],
    [(await picture(0)).subarray(0, 60), 415, /^Expected a complete image .*\n$/],
    ['', 415, /^Expected an image in the image, got 0 bytes\. .*\n$/],
  ] as const;
  for (const [body, status, line] of refusals) {
    const answer = await post(body);
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(line)]);
  }
  expect(await health()).toEqual({ requests: 0, most: LIMITS.requests, imageSize: SMALL.imageSize });
});

test('a full queue says 503 at once, and keeps what it has accepted', async () => {
  const body = await picture(100);
  const uploads = await Promise.all(Array.from({ length: LIMITS.requests }, () => halfSent(body)));
  await until(async () => (await health()).requests === LIMITS.requests);
  const refused = await post(body);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  uploads[0]?.upload.destroy(); // who goes away gives the place back
  await until(async () => (await health()).requests === LIMITS.requests - 1);
  expect((await post(body)).status).toBe(200);
  const answers = await Promise.all(uploads.slice(1).map(({ finish }) => finish()));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200));
});

test('SIGTERM lets the running request finish, accepts no other, and ends the process with 0', async () => {
  const { finish } = await halfSent(await picture(10));
  await until(async () => (await health()).requests === 1);
  server.kill('SIGTERM');
  await until(() =>
    fetch(`${address}/health`, { headers: { connection: 'close' } }).then(
      () => false,
      () => true,
    ),
  );
  expect((await finish()).statusCode).toBe(200);
  expect(await exitCode()).toBe(0);
});

test('SIGTERM ends the process with 1 where an upload never comes to its end', async () => {
  await start({ STOP_SECONDS: '1' });
  const { upload } = await halfSent(await picture(10));
  upload.on('error', () => {}); // its connection ends with the process
  await until(async () => (await health()).requests === 1);
  server.kill('SIGTERM');
  expect(await exitCode()).toBe(1);
});

test('an upload that does not come to its end is answered 408, and gives its place back', async () => {
  await start({ UPLOAD_SECONDS: '1' });
  const { upload, answer } = await halfSent(await picture(10));
  upload.on('error', () => {}); // the server hangs up after its answer
  await until(async () => (await health()).requests === 1);
  expect((await answer).statusCode).toBe(408);
  await until(async () => (await health()).requests === 0);
});

/** A connection on which so much has been sent. */
async function sent(bytes: string | Buffer): Promise<Socket> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.on('error', () => {}); // whoever reads the answer sees that it is incomplete
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(bytes, resolve));
  return socket;
}

function translateRequest(body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`POST /translate HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${body.length}\r\n\r\n`),
    body,
  ]);
}

test('what was sent before SIGTERM is answered, and the process ends with 0', async () => {
  await start();
  const asked = translateRequest(await picture(10));
  const half = await sent(asked.subarray(0, 30)); // in the middle of its head
  const silent = await sent('');
  const kept = await sent('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await once(kept, 'data');
  // While the process stands still, the system takes connections and requests for it, as while it computes.
  server.kill('SIGSTOP');
  const sockets = await Promise.all(Array.from({ length: 14 }, () => sent(asked)));
  kept.write(asked);
  server.kill('SIGTERM');
  server.kill('SIGCONT');
  const answers = [...sockets, kept].map((socket) => text(socket).then((answer) => answer.slice(0, 15)));
  expect(await Promise.all(answers)).toEqual(answers.map(() => 'HTTP/1.1 200 OK'));
  expect(await text(silent)).toBe('');
  half.write(asked.subarray(30));
  expect(await text(half)).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(await exitCode()).toBe(0);
});

test('an answer that nobody reads counts as load, and ends by a time', async () => {
  await start({ ANSWER_SECONDS: '2' });
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const large = sharp({ create: { width: 1900, height: 1900, channels: 3, background: '#000', noise } });
  const asked = translateRequest(await large.jpeg().toBuffer());
  const socket = (await sent(asked)).pause();
  await until(async () => (await health()).requests === 1);
  await until(async () => (await health()).requests === 0);
  let received = '';
  socket.setEncoding('latin1').on('data', (piece) => {
    received += piece;
  });
  if (!socket.closed) await once(socket.resume(), 'close').catch(() => {}); // or it was reset
  expect(received.length).toBeLessThan(Number(/^content-length: (\d+)/im.exec(received)?.[1]));
  expect(await health()).toMatchObject({ requests: 0 });
});

test('invalid addresses and headers are answered, and the server keeps running', async () => {
  const bad = [
    'GET /% HTTP/1.1',
    'GET // HTTP/1.1',
    'GET /translate/%ff HTTP/1.1',
    'GET * HTTP/1.1',
    'GET /a\0b HTTP/1.1',
  ];
  for (const line of bad) {
    const answer = await text(await sent(`${line}\r\nhost: localhost\r\nconnection: close\r\n\r\n`));
    expect([line, answer]).toEqual([line, expect.stringMatching(/^HTTP\/1\.1 40[04] /)]);
  }
  expect(await health()).toMatchObject({ requests: 0 });
});

test('localhost is what it says: each address of the name, and no other', async () => {
  const { port } = new URL(address);
  const { lookup } = await import('node:dns/promises');
  for (const { address: local, family } of await lookup('localhost', { all: true }))
    expect((await fetch(`http://${family === 6 ? `[${local}]` : local}:${port}/health`)).status).toBe(200);
  await expect(fetch(`http://127.0.0.2:${port}/health`)).rejects.toThrow('fetch failed');
});
