import type { Browser } from 'playwright-core';
import type { PageEngine } from '../parse-flags.ts';
import { median } from '../process/median.ts';
import { runOurProcess } from '../process/run-our-process.ts';
import { firstResult, longestTaskWhileDrawing, timeTranslations, visit } from './page-visit.ts';
import type { WebProcessOptions } from './web-process.ts';
import { countWireBytes, type WireBytes } from './wire-bytes.ts';

/** An engine in the page; times in milliseconds. */
export type PageTimes = {
  engine: PageEngine;
  /** As the page says it: the engine that ran, and its threads. */
  ran: string;
  /** From the visit's beginning, nothing kept; the first round's. */
  firstVisitMs: number;
  /** The same where page and model are kept. */
  cachedVisitMs: number;
  /** All that the first visit fetches, the model's file included. */
  wire: WireBytes;
  translationMs: number;
  longestTaskMs: number;
  /** The same engine and threads in Node; null where Node has no such engine. */
  nodeMs: number | null;
  /** The page's / Node's. */
  ratio: number | null;
};

/** What is measured. */
export type MeasureEngineOptions = {
  address: string;
  engine: PageEngine;
  model: string;
  imageSize: number;
  rounds: number;
  steps: number;
};

/** Measures one engine, in the page and in Node in turn, each round in a browser profile and a process of its own. */
export async function measureEngine(browser: Browser, options: MeasureEngineOptions): Promise<PageTimes> {
  const { engine, model, imageSize: side, rounds, steps } = options;
  const visits = [];
  const node: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const result = await visitOnce(browser, options);
    visits.push(result);
    if (engine !== 'wasm' && engine !== 'cpu') continue;
    const threads = Number(/(\d+) threads?/.exec(result.ran)?.[1] ?? 1);
    const asked: WebProcessOptions = { backend: engine, threads, model, side, steps };
    node.push(await runOurProcess<number>('web/web-process.ts', asked));
  }
  const [first] = visits;
  if (!first) throw new Error('Expected at least one round, got none.');
  const translationMs = median(visits.flatMap(({ times }) => times));
  const nodeMs = node.length > 0 ? median(node) : null;
  return {
    engine,
    ran: first.ran,
    firstVisitMs: median(visits.map(({ firstVisitMs }) => firstVisitMs)),
    cachedVisitMs: median(visits.map(({ cachedVisitMs }) => cachedVisitMs)),
    wire: first.wire,
    translationMs,
    longestTaskMs: Math.max(...visits.map(({ longestTaskMs }) => longestTaskMs)),
    nodeMs,
    ratio: nodeMs === null ? null : translationMs / nodeMs,
  };
}

async function visitOnce(browser: Browser, { address, engine, imageSize, steps }: MeasureEngineOptions) {
  const context = await browser.newContext();
  const query = `?model=model.safetensors&engine=${engine}`;
  const page = await visit(context, 'about:blank');
  const wire = countWireBytes(page);
  await page.goto(`${address}${query}`);
  const firstVisitMs = await firstResult(page);
  const fetched = await wire.take();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined)); // all of the page is kept
  await page.reload();
  const cachedVisitMs = await firstResult(page);
  const times = await timeTranslations(page, imageSize, steps + 2);
  const longestTaskMs = await longestTaskWhileDrawing(page);
  const ran = (await page.locator('#engine-name').textContent()) ?? '';
  await context.close();
  // The first two are not counted, where there are more.
  return {
    firstVisitMs,
    cachedVisitMs,
    wire: fetched,
    times: times.slice(times.length > 2 ? 2 : 0),
    longestTaskMs,
    ran,
  };
}
