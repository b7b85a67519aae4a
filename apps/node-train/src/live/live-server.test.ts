import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { listening } from '@pix2pix-ts/testing/listening';
import { FROM_SOURCES, runCommand } from '@pix2pix-ts/testing/run-command';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { type LiveServer, startLiveServer } from './live-server.ts';

const folder = temporaryFolder();
const at = (...path: string[]) => join(folder.path, ...path);
const samplePath = (step: number) => join('samples', `step-${String(step).padStart(6, '0')}.png`);
const GOODBYE = { text: 'The run is over.', isBad: false };

let live: LiveServer | undefined;
afterEach(async () => {
  await live?.close(GOODBYE);
  live = undefined;
});

async function start(): Promise<LiveServer> {
  mkdirSync(at('samples'), { recursive: true });
  writeFileSync(at('config.json'), JSON.stringify({ data: 'data/faces', secret: '<b>' }));
  live = await startLiveServer(0, { folder: folder.path, logFile: 'log.jsonl', samplePath });
  return live;
}

const log = (step: number) =>
  appendFileSync(
    at('log.jsonl'),
    `${JSON.stringify({ type: 'step', step, discriminator: 1, l1: 1 / step, seconds: 1 })}\n`,
  );

type Answer = { status: number | undefined; headers: IncomingMessage['headers']; body: Buffer };

function ask(path: string, options: { headers?: Record<string, string>; method?: string } = {}): Promise<Answer> {
  const { port } = new URL((live as LiveServer).url);
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, ...options }, async (response) => {
      const pieces: Buffer[] = [];
      for await (const piece of response) pieces.push(piece);
      resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) });
    });
    asked.on('error', reject).end();
  });
}

type Told = { event: string; data: unknown; id?: string };

/** What the page is told, until `enough` of it has come or the server ends it. */
function listen(enough: (told: Told[]) => boolean, headers: Record<string, string> = {}): Promise<Told[]> {
  const { port } = new URL((live as LiveServer).url);
  return new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port, path: '/events', headers }, async (response) => {
      const told: Told[] = [];
      let text = '';
      for await (const piece of response) {
        text += piece;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const fields = Object.fromEntries(
            text
              .slice(0, end)
              .split('\n')
              .map((line) => line.split(/: (.*)/s, 2)),
          );
          if (fields.event) told.push({ event: fields.event, data: JSON.parse(fields.data), id: fields.id });
          text = text.slice(end + 2);
        }
        if (enough(told)) break;
      }
      asked.destroy();
      resolve(told);
    }).on('error', reject);
  });
}
const stepsIn = ({ data }: Told) => {
  const parts = Array.isArray(data) ? data : (data as { points: [] }).points;
  return parts.map(({ title, points }: { title: string; points: number[][] }) => [title, points.map(([step]) => step)]);
};

test('the page, under a policy of its own, says what is trained, and stays text', async () => {
  const { begin } = await start();
  const waiting = await ask('/');
  expect(String(waiting.body)).toContain('<body data-waiting>');
  begin();
  const { status, headers, body } = await ask('/');
  expect(status).toBe(200);
  expect(String(body)).toContain('<h1>What a network learnt from faces</h1>');
  expect(String(body)).toContain('&lt;b&gt;');
  expect(String(body)).not.toContain('data-waiting>');
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; img-src 'self'; connect-src 'self'; .*script-src 'sha256-/,
  );
  expect(headers['cache-control']).toBe('no-store');
});

test('only the samples of the run are served, by GET, to those who call this machine by its own name', async () => {
  await start();
  writeFileSync(at(samplePath(20)), 'picture');
  writeFileSync(at('samples', 'other.png'), 'no');
  writeFileSync(at('state.safetensors'), 'no');
  symlinkSync(at('state.safetensors'), at('samples', 'state'));
  expect(await ask('/samples/step-000020.png')).toMatchObject({ status: 200, body: Buffer.from('picture') });
  for (const path of [
    '/samples/step-000021.png',
    '/samples/other.png',
    '/samples/state',
    '/state.safetensors',
    '/samples/../state.safetensors',
    '/samples/%2e%2e/state.safetensors',
    '/samples/..%2fstate.safetensors',
    '/samples/step-000020.png/../../state.safetensors',
    '/samples/step-../../000020.png',
    '//samples/step-000020.png',
    '/samples/',
    '/config.json',
  ])
    expect([path, (await ask(path)).status]).toEqual([path, 404]);
  for (const host of [
    'evil.example',
    'evil.example:8256',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '192.168.0.1',
  ])
    expect([host, (await ask('/', { headers: { host } })).status]).toEqual([host, 403]);
  for (const host of ['localhost', 'LOCALHOST:80', '127.0.0.1:9', '[::1]:8256'])
    expect([host, (await ask('/', { headers: { host } })).status]).toEqual([host, 200]);
  expect((await ask('/', { method: 'POST' })).status).toBe(405);
});

test('what is new is sent as it comes: all so far, then points, samples, how far it is, and the last word', async () => {
  writeFileSync(at('log.jsonl'), '');
  const { begin, logged, sampled, progressed, close } = await start();
  log(10);
  writeFileSync(at(samplePath(10)), 'picture');
  begin();
  const told: Told[][] = [];
  const listener = listen((all) => {
    told[0] = all;
    if (all.length === 1) {
      log(20);
      logged();
    }
    if (all.length === 2) {
      sampled(20);
      progressed({ step: 20, steps: 40, imagesPerSecond: 2.5, secondsLeft: 61 });
    }
    if (all.at(-1)?.event === 'progress') void close(GOODBYE);
    return false;
  });
  const all = await listener;
  expect(all.map(({ event }) => event)).toEqual(['begin', 'points', 'sample', 'progress', 'progress', 'end']);
  const [first, points, sample, progress] = all as [Told, Told, Told, Told];
  const titles = ['The game: discriminator against generator', 'L1 in training'];
  expect(stepsIn(first)).toEqual(titles.map((title) => [title, [10]]));
  expect(first.data).toMatchObject({ samples: [{ step: 10, url: '/samples/step-000010.png' }], state: 'Training.' });
  expect(stepsIn(points)).toEqual(titles.map((title) => [title, [20]]));
  expect(sample.data).toEqual({ step: 20, url: '/samples/step-000020.png' });
  expect(progress.data).toEqual({ text: '20 of 40 steps, 2.5 images/s, 1:01 left', done: 20, steps: 40 });
  expect(all.at(-1)?.data).toEqual(GOODBYE);
  live = undefined;
});

test('who comes back gets what was missed, and all of it from another server', async () => {
  const { begin } = await start();
  log(10);
  begin();
  const [first] = await listen((told) => told.length === 1);
  log(20);
  const id = first?.id as string;
  const again = await listen((told) => told.length === 1, { 'last-event-id': id });
  expect(again.map((told) => [told.event, stepsIn(told)[0]?.[1]])).toEqual([['points', [20]]]);
  for (const strange of ['another/10', `${id.split('/')[0]}/x`, '']) {
    const [told] = await listen((all) => all.length === 1, { 'last-event-id': strange });
    expect([told?.event, stepsIn(told as Told)[0]?.[1]]).toEqual(['begin', [10, 20]]);
  }
});

test('a long run begins with points that stand for several steps each', async () => {
  const { begin } = await start();
  for (let step = 1; step <= 2500; step++) log(step);
  begin();
  const [first] = await listen((told) => told.length === 1);
  const { points } = (first as Told).data as { points: { joined: number; points: number[][] }[] };
  expect(points.map(({ joined, points: some }) => [joined, some.length, some.at(-1)?.[0]])).toEqual([
    [3, 834, 2500],
    [3, 834, 2500],
  ]);
});

test('a port that is taken is refused in one line', async () => {
  await listening(createServer(), async (port) => {
    await expect(
      startLiveServer(port, { folder: folder.path, logFile: 'log.jsonl', samplePath }),
    ).rejects.toMatchObject({
      name: 'UsageError',
      message: `Expected a free port for --live, got ${port}, which is in use. Name another one, such as --live ${port + 1}, or 0 for any.`,
    });
  });
});

test('a server that nobody closed does not keep the process alive', async () => {
  const module = JSON.stringify(join(import.meta.dirname, 'live-server.ts'));
  const script = `import { connect } from 'node:net';
    import { startLiveServer } from ${module};
    const { url } = await startLiveServer(0, { folder: '.', logFile: 'log.jsonl', samplePath: String });
    const viewer = connect(new URL(url).port, '127.0.0.1');
    viewer.write('GET /events HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n');
    await new Promise((resolve) => viewer.once('data', resolve));
    console.log('listening');
    viewer.unref();`;
  const path = at('script.mts');
  writeFileSync(path, script);
  const { exitCode, stdout } = await runCommand(process.execPath, [...FROM_SOURCES, path]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'listening\n' });
});
