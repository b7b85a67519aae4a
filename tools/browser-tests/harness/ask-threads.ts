import type { Browser, Page } from 'playwright-core';
import { refuseRelaxedSimd } from '../cases/refuse-relaxed-simd.ts';
import type { Questions, ThreadsAnswer } from '../pages/questions.ts';
import { type Asked, answerOf, withPage } from './ask-page.ts';

/** What the page answered, and what could be seen from outside. */
export type ThreadsReport = ThreadsAnswer & {
  /** The page's workers while the last backend runs, and after it has been removed. */
  workers: { running: number; left: number };
  /** What stood on the console. */
  said: string[];
};

/** @see askThreads */
export type AskThreadsOptions = { inWorker?: boolean; relaxedSimd?: boolean };

/** How long workers may take to end, on a busy machine too. */
const PATIENCE = 20_000;

/** Runs the kernels with these numbers of threads, 0 (first) for the default, one after the other; then removes the backend. */
export function askThreads(
  browser: Browser,
  folder: string,
  counts: number[],
  { inWorker = false, relaxedSimd = true }: AskThreadsOptions = {},
): Promise<Asked<ThreadsReport>> {
  const ask: Questions['threads']['ask'] = { counts, inWorker };
  const talk = async (page: Page, said: readonly string[]): Promise<ThreadsReport> => {
    const answer = await answerOf<'threads'>(page, ask);
    const running = page.workers().length;
    await page.evaluate(() => (globalThis as unknown as { end(): void }).end());
    return { ...answer, workers: { running, left: await workersLeft(page, inWorker ? 1 : 0) }, said: [...said] };
  };
  const prepare = async (page: Page) => {
    if (!relaxedSimd) await page.addInitScript(refuseRelaxedSimd);
  };
  return withPage(browser, `${folder}/threads.html`, talk, prepare);
}

/** Waits until there are as few as there should be. */
async function workersLeft(page: Page, expected: number): Promise<number> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    if (page.workers().length <= expected) break;
    await page.waitForTimeout(20);
  }
  return page.workers().length;
}
