import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { median } from '../process/median.ts';
import { firstResult, visit } from './page-visit.ts';

/** A model that comes with the page, on wasm; times in milliseconds. */
export type ModelTimes = {
  model: string;
  /** What the page calls it. */
  title: string;
  /** As the page says it: the engine that ran, and its threads. */
  ran: string;
  /** From the visit's beginning to the first result, nothing kept. */
  firstVisitMs: number;
  /** The same where page and model are kept. */
  cachedVisitMs: number;
};

const PACKAGES = path.resolve(import.meta.dirname, '../../../../packages');

/** The names of the models that the page comes with: those of the packages `model-*`. */
export function modelsOfThePage(): string[] {
  return readdirSync(PACKAGES)
    .filter((name) => name.startsWith('model-') && existsSync(path.join(PACKAGES, name, 'model.safetensors')))
    .map((name) => name.slice('model-'.length));
}

/** Opens the page with a model, each round in a browser profile of its own, and once more from what is kept. */
export async function measureModel(
  browser: Browser,
  { address, model, rounds }: { address: string; model: string; rounds: number },
): Promise<ModelTimes> {
  const visits = [];
  for (let round = 1; round <= rounds; round++) {
    const context = await browser.newContext();
    // As the page remembers over a reload which model was chosen.
    await context.addInitScript((name) => sessionStorage.setItem('model', name), model);
    const page = await visit(context, `${address}?engine=wasm`);
    const firstVisitMs = await firstResult(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined)); // all of the page is kept
    await page.reload();
    const cachedVisitMs = await firstResult(page);
    const textOf = async (selector: string) => (await page.locator(selector).textContent()) ?? '';
    const [title, ran] = [await textOf('#model option:checked'), await textOf('#engine-name')];
    visits.push({ firstVisitMs, cachedVisitMs, title, ran });
    await context.close();
  }
  return {
    model,
    title: visits[0]?.title ?? '',
    ran: visits[0]?.ran ?? '',
    firstVisitMs: median(visits.map(({ firstVisitMs }) => firstVisitMs)),
    cachedVisitMs: median(visits.map(({ cachedVisitMs }) => cachedVisitMs)),
  };
}
