import type { BrowserContext, Page } from 'playwright-core';

/** What the page has in its console, as far as it is needed here. */
type Handled = {
  firstResultMs: number;
  longTasks: number[];
  pix2pix: { translate(image: { data: Uint8ClampedArray; width: number; height: number }): Promise<unknown> };
};

/** Opens the page so that it reports when its first result was seen, and which tasks were long. */
export async function visit(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(300_000); // GPUs that are programs
  await page.addInitScript(() => {
    const handled = globalThis as unknown as Handled;
    new MutationObserver(() => {
      handled.firstResultMs ??= performance.now();
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-translations'] });
    handled.longTasks = [];
    new PerformanceObserver((list) => {
      handled.longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
  await page.goto(address);
  return page;
}

/** Milliseconds from the beginning of the visit to the first result. */
export async function firstResult(page: Page): Promise<number> {
  await page.waitForFunction(() => (globalThis as unknown as Handled).firstResultMs !== undefined);
  return page.evaluate(() => (globalThis as unknown as Handled).firstResultMs);
}

/** How long each translation took in the page, its worker and the messages included: at most `steps`, or 20 s of them. */
export function timeTranslations(page: Page, side: number, steps: number): Promise<number[]> {
  return page.evaluate(
    async ({ side, steps }) => {
      const data = new Uint8ClampedArray(side * side * 4).map((_, i) => (i * 31) % 256);
      const times: number[] = [];
      for (const begin = performance.now(); times.length < steps && performance.now() - begin < 20_000; ) {
        const start = performance.now();
        await (globalThis as unknown as Handled).pix2pix.translate({ data, width: side, height: side });
        times.push(performance.now() - start);
      }
      return times;
    },
    { side, steps },
  );
}

/** Draws for a while with the pointer, and fills what is around. @returns the longest task of the page meanwhile in ms, 0 where none took 50 */
export async function longestTaskWhileDrawing(page: Page): Promise<number> {
  const box = await page.locator('#drawing').boundingBox();
  if (!box) throw new Error('Expected the drawing to be visible, got none.');
  const place = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.evaluate(() => {
    (globalThis as unknown as Handled).longTasks.length = 0;
  });
  for (let stroke = 1; stroke < 10; stroke++) {
    await page.mouse.move(...place(0.1, stroke / 10));
    await page.mouse.down();
    await page.mouse.move(...place(0.9, stroke / 11), { steps: 30 });
    await page.mouse.up();
  }
  await page.keyboard.press('f');
  await page.mouse.click(...place(0.5, 0.02));
  await page.keyboard.press('p');
  await page.waitForTimeout(500); // entries come a little later
  return page.evaluate(() => Math.max(0, ...(globalThis as unknown as Handled).longTasks));
}
