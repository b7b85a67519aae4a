import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { systemCode, UsageError } from '@pix2pix-ts/common/node';
import { readRegularFile } from '@pix2pix-ts/data/node';
import { clock } from '../cli/progress.ts';
import { wholeLines } from '../files/whole-lines.ts';
import { countText, numberText } from '../report/number-text.ts';
import { readLog } from '../report/read-log.ts';
import { readRun } from '../report/read-run.ts';
import { readUplot } from '../report/read-uplot.ts';
import type { Log } from '../report/report.ts';
import { thinOut } from '../report/thin-out.ts';
import { livePoints } from './live-points.ts';
import { renderLive } from './render-live.ts';

/** Serves a run's page, and tells those who look at it what is new. */
export type LiveServer = {
  /** Where it is: `http://127.0.0.1:8256/`. */
  readonly url: string;
  /** Training has begun: the run's folder has its files. */
  begin(): void;
  /** The log has new lines. */
  logged(): void;
  /** There are samples of this step. */
  sampled(step: number): void;
  /** How far training is. */
  progressed(progress: LiveProgress): void;
  /** What is being done instead of training. */
  say(state: string): void;
  /** Sends the last word, and ends the server and all connections. */
  close(lastWord: { readonly text: string; readonly isBad: boolean }): Promise<void>;
};

/** How far training is. */
type LiveProgress = {
  readonly step: number;
  readonly steps: number;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
};

/** The run whose page is served, and what its files are called. */
export type LiveRun = {
  readonly folder: string;
  readonly logFile: string;
  /** The picture of a step's samples, in the folder. */
  samplePath(step: number): string;
};

/** Someone who looks at the page. */
type Viewer = {
  readonly response: ServerResponse;
  /** Bytes of the log that were sent; undefined before `begin`. */
  at: number | undefined;
  isBusy: boolean;
};

/** Milliseconds in which what is new is gathered. */
const GATHER = 250;
/** Milliseconds after which a line that says nothing shows whether anybody is still there. */
const HEARTBEAT = 20_000;
/** Milliseconds for the last word to leave. */
const FAREWELL = 500;
const MOST_VIEWERS = 50;
const MOST_SAMPLES = 60;

/** What a browser on this machine calls it; a page elsewhere that has its own name lead here is refused. */
const OWN_NAMES = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const SAMPLE = /^\/samples\/step-(\d{6,15})\.png$/;

/**
 * Serves the page of a run on this machine alone, until it is closed; it does not keep the process alive.
 *
 * @param port 0 for any that is free
 * @throws UsageError where the port is taken or not allowed
 */
export async function startLiveServer(port: number, run: LiveRun): Promise<LiveServer> {
  const uplot = await readUplot();
  const instance = randomUUID();
  const log = join(run.folder, run.logFile);
  const viewers = new Set<Viewer>();
  let hasBegun = false;
  /** Of which there are samples: from before a resume, and since. */
  let stepsBefore: Promise<number[]> = Promise.resolve([]);
  const stepsSince: number[] = [];
  let state = 'Training.';
  let progress: LiveProgress | undefined;
  let isProgressNew = false;
  let timer: NodeJS.Timeout | undefined;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (!OWN_NAMES.test(request.headers.host ?? '')) return refuse(response, 403, 'Use localhost or 127.0.0.1.');
    if (request.method !== 'GET') return refuse(response, 405, 'Only GET is served here.');
    const path = request.url?.replace(/[?#].*$/s, '');
    if (path === '/') return servePage(response);
    if (path === '/events') {
      if (viewers.size >= MOST_VIEWERS) return refuse(response, 503, 'Too many look at this run already.');
      return addViewer(response, request.headers['last-event-id']);
    }
    const step = SAMPLE.exec(path ?? '')?.[1];
    if (step !== undefined && (await serveSample(response, Number(step)))) return;
    refuse(response, 404, 'There is nothing of this name.');
  };

  async function servePage(response: ServerResponse): Promise<void> {
    const page = renderLive(run.folder, hasBegun ? await readRun(run.folder) : null, uplot);
    response.writeHead(200, {
      ...HEADERS,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': page.policy,
    });
    response.end(page.html);
  }

  async function serveSample(response: ServerResponse, step: number): Promise<boolean> {
    const picture = await readRegularFile(join(run.folder, run.samplePath(step))).catch(() => undefined);
    if (picture === undefined) return false;
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'image/png' });
    response.end(picture);
    return true;
  }

  function addViewer(response: ServerResponse, lastId: string | string[] | undefined): void {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
    response.write('retry: 2000\n\n');
    const viewer: Viewer = { response, at: byteIn(lastId, instance), isBusy: false };
    viewers.add(viewer);
    response.on('close', () => viewers.delete(viewer));
    response.on('drain', () => void bringUpToDate(viewer));
    void bringUpToDate(viewer);
    if (progress) send(response, 'progress', progressText(progress));
  }

  /** Sends a viewer what the log has since; one who does not keep up gets it all when there is room again. */
  async function bringUpToDate(viewer: Viewer): Promise<void> {
    if (!hasBegun || viewer.isBusy || viewer.response.writableNeedDrain) return;
    viewer.isBusy = true;
    try {
      const before = await stepsBefore;
      const isNew = viewer.at === undefined;
      const { part, end } = await readPart(log, viewer.at ?? 0);
      viewer.at = end;
      const points = livePoints(part);
      const id = `${instance}/${end}`;
      if (isNew) {
        const samples = thinOut([...before, ...stepsSince], MOST_SAMPLES).map(sampleOf);
        send(viewer.response, 'begin', { points, samples, state }, id);
      } else if (points.length > 0) send(viewer.response, 'points', points, id);
    } catch {
      viewer.response.destroy(); // it asks again
    } finally {
      viewer.isBusy = false;
    }
  }

  const sampleOf = (step: number) => ({ step, url: `/${run.samplePath(step).replaceAll('\\', '/')}` });
  const tellAll = (event: string, data: unknown) => {
    for (const { response, at } of viewers) if (at !== undefined) send(response, event, data);
  };

  function tellSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const viewer of viewers) void bringUpToDate(viewer);
      if (isProgressNew && progress) tellAll('progress', progressText(progress));
      isProgressNew = false;
    }, GATHER).unref();
  }

  const server = createServer((request, response) => {
    response.on('error', () => response.destroy());
    answer(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => socket.unref());
  await listen(server, port);
  server.unref();
  const heartbeat = setInterval(() => {
    for (const { response } of viewers) response.write(': still here\n\n');
  }, HEARTBEAT).unref();

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    begin() {
      hasBegun = true;
      stepsBefore = samplesIn(run.folder);
      tellSoon();
    },
    logged: tellSoon,
    sampled(step) {
      stepsSince.push(step);
      tellAll('sample', sampleOf(step));
    },
    progressed(now) {
      progress = now;
      isProgressNew = true;
      tellSoon();
    },
    say(text) {
      state = text;
      tellAll('state', text);
    },
    async close(lastWord) {
      clearTimeout(timer);
      clearInterval(heartbeat);
      await Promise.all([...viewers].map(bringUpToDate));
      if (progress) tellAll('progress', progressText(progress));
      const gone = [...viewers].map(({ response }) => new Promise((resolve) => response.on('close', resolve)));
      for (const { response } of viewers) {
        send(response, 'end', lastWord);
        response.end();
      }
      server.close();
      await Promise.race([Promise.all(gone), new Promise((resolve) => setTimeout(resolve, FAREWELL))]);
      server.closeAllConnections();
    },
  };
}

/** Where the log goes on for who has seen this message of this server; undefined for everybody else. */
function byteIn(lastId: string | string[] | undefined, instance: string): number | undefined {
  const [known, at] = String(lastId ?? '').split('/');
  return known === instance && /^\d{1,15}$/.test(at ?? '') ? Number(at) : undefined;
}

/** None where the folder cannot be read: training will say so. */
async function samplesIn(folder: string): Promise<number[]> {
  const { samples } = await readRun(folder).catch(() => ({ samples: [] }));
  return samples.map(({ step }) => step);
}

/** Nothing is kept, guessed or told to anybody else. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}

/** A server-sent event; its data is one line, as JSON is. */
function send(response: ServerResponse, event: string, data: unknown, id?: string): void {
  response.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
}

function progressText({ step, steps, imagesPerSecond, secondsLeft }: LiveProgress) {
  const left = step < steps ? `, ${clock(secondsLeft)} left` : '';
  const text = `${numberText(step)} of ${countText(steps, 'step')}, ${numberText(imagesPerSecond, 1)} images/s${left}`;
  return { text, done: step, steps };
}

/** The log from a byte on, and the byte after its last complete line. */
async function readPart(path: string, from: number): Promise<{ part: Log; end: number }> {
  let end = from;
  async function* lines() {
    for await (const line of wholeLines(path, from)) {
      end = line.end;
      yield line;
    }
  }
  return { part: await readLog(lines()), end };
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    const code = systemCode(error);
    const other = `Name another one, such as --live ${port < 1024 ? 8256 : port + 1}, or 0 for any.`;
    if (code === 'EADDRINUSE')
      throw new UsageError(`Expected a free port for --live, got ${port}, which is in use. ${other}`);
    if (code === 'EACCES')
      throw new UsageError(
        `Expected a port for --live that may be used here, got ${port}: access was denied. ${other}`,
      );
    throw error;
  }
}
