import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** What the page offers to its tests, and to whoever opens the console. */
export type PageHandle = {
  inspect(): Promise<{ hashes: Record<string, string>; numTensors: number; numBytes: number }>;
  translate(image: { data: Uint8ClampedArray; width: number; height: number }): Promise<{ data: Uint8ClampedArray }>;
  translateBitmap(bitmap: ImageBitmap, fit?: 'whole' | 'tiles' | 'middle'): Promise<ImageBitmap>;
};

/** An open page, with everything that it has complained about. */
export type DemoPage = { readonly page: Page; readonly context: BrowserContext; readonly complaints: string[] };

/** The engines may take this long to start on a busy machine, in ms. */
const PATIENCE = 120_000;

/** Opens the page at an address, in a browser profile of its own or in that of `context`. */
export async function openPage(
  browser: Browser,
  address: string,
  { context, ...options }: BrowserContextOptions & { context?: BrowserContext } = {},
): Promise<DemoPage> {
  const used = context ?? (await browser.newContext(options));
  const page = await used.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.setDefaultTimeout(PATIENCE);
  await page.goto(address);
  return { page, context: used, complaints };
}

/** Draws a line with the pointer, from and to positions as fractions of the drawing's side. */
export async function drawLine(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = await page.locator('#drawing').boundingBox();
  if (!box) throw new Error('Expected the drawing to be visible.');
  const place = ([x, y]: [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...place(from));
  await page.mouse.down();
  await page.mouse.move(...place(to), { steps: 8 });
  await page.mouse.up();
}

/** How many translations have been shown. */
function translations(page: Page): Promise<number> {
  return page.locator('#result').evaluate((canvas) => Number((canvas as HTMLCanvasElement).dataset.translations ?? 0));
}

/** Waits until the page has translated after what `action` did. */
export async function translatedAfter(page: Page, action: () => Promise<unknown>): Promise<void> {
  await nextTranslation(page, action);
  await settled(page);
}

/** Waits until one more translation is shown. */
export async function nextTranslation(page: Page, action: () => Promise<unknown> = async () => {}): Promise<void> {
  const before = await translations(page);
  await action();
  await page.waitForFunction(
    (count) => Number(document.getElementById('result')?.dataset.translations ?? 0) > count,
    before,
    { timeout: PATIENCE },
  );
}

/** Waits until nothing is translated any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('#result[data-translations][aria-busy=false]'),
    undefined, // no argument
    { timeout: PATIENCE },
  );
}

/** What a canvas shows, as a hash: two pictures are the same where these are. */
export async function shown(page: Page, id: 'drawing' | 'result' | 'original-picture'): Promise<string> {
  const picture = await page.locator(`#${id}`).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  return createHash('sha256').update(picture).digest('hex');
}

/** Waits until the drawing differs from the one before `action`, and returns it as {@link shown} does. */
export async function drawingAfter(page: Page, action: () => Promise<unknown>): Promise<string> {
  const before = await shown(page, 'drawing');
  await action();
  const end = Date.now() + PATIENCE;
  for (let now = before; Date.now() < end; await page.waitForTimeout(20)) {
    now = await shown(page, 'drawing');
    if (now !== before) return now;
  }
  throw new Error('Expected the drawing to change.');
}

/** What the page offers in its console. */
export type Handled = { pix2pix: PageHandle };

/** The tensors of the model as they are on the engine, and how much that holds. */
export function inspection(page: Page): ReturnType<PageHandle['inspect']> {
  return page.evaluate(() => (globalThis as unknown as Handled).pix2pix.inspect());
}

/** Closes the line at the top of the page, so that the next one is known to be new. */
export async function closeNote(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelector<HTMLButtonElement>('#note button')?.click());
}

/** The line at the top of the page, once it is there. */
export async function noteOf(page: Page): Promise<string> {
  await page.locator('#note').waitFor({ state: 'visible' });
  return (await page.locator('#note span').textContent()) ?? '';
}

/** As if a file were dragged onto the page. */
export async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ text, called }) => {
      const transferred = new DataTransfer();
      transferred.items.add(new File([Uint8Array.from(atob(text), (char) => char.charCodeAt(0))], called));
      return transferred;
    },
    { text: Buffer.from(bytes).toString('base64'), called: name },
  );
  await page.dispatchEvent('#drop', 'drop', { dataTransfer: transfer });
}

/** Files and folders of this machine dragged onto an element, as the system would. */
export async function dropPaths(page: Page, selector: string, paths: string[]): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`Expected ${selector} to be visible.`);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2, data };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...place });
}

/** As if the disk were full: the browser lets the page keep nothing more. */
export async function fillStorage(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1 });
}

/**
 * As when a driver is reset, or a card is pulled out, in each worker that runs on a GPU: TensorFlow.js keeps its engine on the
 * worker's global.
 */
export async function loseGpu(page: Page): Promise<void> {
  type Backend = { gpgpu?: { gl: WebGL2RenderingContext }; device?: { destroy(): void } };
  const lose = () => {
    const { backendInstance } =
      (globalThis as unknown as { _tfengine?: { backendInstance?: Backend } })._tfengine ?? {};
    backendInstance?.gpgpu?.gl.getExtension('WEBGL_lose_context')?.loseContext();
    backendInstance?.device?.destroy();
  };
  for (const worker of page.workers())
    await worker.evaluate(lose).catch((error: Error) => {
      // Those of a training that is over may end meanwhile.
      if (!/has been closed/.test(error.message)) throw error;
    });
}

/** The bytes of what a button gives to download. */
export async function download(page: Page, button: string): Promise<Uint8Array> {
  const [given] = await Promise.all([page.waitForEvent('download', { timeout: PATIENCE }), page.click(button)]);
  return new Uint8Array(readFileSync(await given.path()));
}
