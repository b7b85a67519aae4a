import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { PLANET_PALETTE } from '@pix2pix-ts/data';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { ServedPage } from '../build/serve-page.ts';
import { buildPage } from './built-page.ts';
import { closeNote, type DemoPage, drawLine, noteOf, openPage, settled, shown, translatedAfter } from './demo-page.ts';
import { describePage, type PageFixture } from './page-fixture.ts';

/** The page with small models that have the names of ours; `colour` takes hints. */
async function pageWithModels({ folder, serve }: PageFixture): Promise<ServedPage> {
  const trainings = {
    colour: {
      hints: 0.5,
      page: { title: 'Colour', palette: ['#000000'], tools: ['pen', 'eraser'], examples: 'lines' },
    },
    '3d': { page: { title: '3D', palette: ['#00a6ed', '#ffffff'], tools: ['pen', 'fill'], examples: 'flat' } },
    planet: {
      page: {
        title: 'Planet',
        palette: Object.keys(PLANET_PALETTE).map((name, at) => ({ name, colour: `#00000${at}` })),
        tools: ['pen', 'fill'],
        examples: 'planet',
      },
    },
  };
  const packages = path.join(folder, 'named');
  for (const [name, training] of Object.entries(trainings)) {
    mkdirSync(path.join(packages, `model-${name}`), { recursive: true });
    const generator = { ...SMALL, imageSize: 64, filters: 8 };
    const file = await smallModelFile(smallMetadata({ generator, training: { name, ...training } }));
    writeFileSync(path.join(packages, `model-${name}`, 'model.safetensors'), file);
  }
  const built = path.join(folder, 'built-with-named');
  await buildPage(built, packages);
  return serve(built);
}

describePage('the page, on arrival,', (fixture) => {
  let served: ServedPage | undefined;

  /** The page with the models, as somebody sees it who was never there. */
  async function arrive(options: Parameters<typeof openPage>[2] = {}, hash = ''): Promise<DemoPage> {
    served ??= await pageWithModels(fixture);
    const opened = await openPage(fixture.browser, `${served.address}?engine=wasm${hash}`, options);
    await settled(opened.page);
    return opened;
  }

  test('shows a drawing that is translated, and what it is with links; a model brings its drawing, and mine comes back', async () => {
    const { page, context, complaints } = await arrive();
    const smiley = await shown(page, 'drawing');
    expect(await darkPixels(page, 'drawing')).toBeGreaterThan(1000);
    expect(await page.locator('#hint').isVisible()).toBe(false);
    const links = await page
      .locator('.intro a')
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    expect(links).toEqual([
      'https://github.com/pix2pix-ts/pix2pix-ts',
      ...['colour', '3d', 'planet'].map(
        (name) => `https://github.com/pix2pix-ts/pix2pix-ts/tree/main/packages/model-${name}#readme`,
      ),
    ]);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    const mine = await shown(page, 'drawing');
    await choose(page, '3D');
    expect([smiley, mine]).not.toContain(await shown(page, 'drawing'));
    expect(await page.locator('#palette button').last().getAttribute('aria-label')).toBe('black');
    await choose(page, 'Colour');
    expect(await shown(page, 'drawing')).toBe(mine);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('paints planets in named colours, and a link leads to the same planet', async () => {
    const { page, context } = await arrive();
    await choose(page, 'Planet');
    expect(await page.locator('#palette button').allTextContents()).toEqual(Object.keys(PLANET_PALETTE));
    expect(await page.locator('[data-tool="fill"]').isVisible()).toBe(true);
    const first = await shown(page, 'drawing');
    await translatedAfter(page, () => page.getByText('New planet').click());
    const second = await shown(page, 'drawing');
    expect(second).not.toBe(first);
    await page.click('#share');
    expect(await noteOf(page)).toMatch(/link/);
    expect(await page.locator('#note').getAttribute('data-kind')).toBe('done');
    const other = await openPage(fixture.browser, page.url());
    await settled(other.page);
    expect(await other.page.locator('#model option:checked').textContent()).toBe('Planet');
    expect(await shown(other.page, 'drawing')).toBe(second);
    await other.context.close();
    await context.close();
  });

  test('lays the lines over the result where a switch says so, without the hints', async () => {
    const { page, context } = await arrive();
    await translatedAfter(page, () => page.click('#clear'));
    expect(await page.locator('#palette button').count()).toBe(12);
    await page.locator('#palette button').nth(3).click();
    await translatedAfter(page, () => drawLine(page, [0.5, 0.8], [0.5, 0.8]));
    expect(await darkPixels(page, 'lines')).toBe(0);
    expect(await darkPixels(page, 'drawing', 240)).toBeGreaterThan(300); // the dot is there
    await page.locator('#palette button').first().click();
    await translatedAfter(page, () => drawLine(page, [0.2, 0.3], [0.8, 0.3]));
    expect(await darkPixels(page, 'lines')).toBeGreaterThan(10_000);
    await page.click('#lines-over');
    expect(await page.locator('#lines').isVisible()).toBe(false);
    await page.click('#lines-over');
    expect(await page.locator('#lines').isVisible()).toBe(true);
    await choose(page, '3D');
    expect(await page.locator('#lines-over').isVisible()).toBe(false);
    expect(await page.locator('#lines').isVisible()).toBe(false);
    await context.close();
  });

  test('shows a wide photograph wide, as lines or as it is, and says kindly that no link holds it', async () => {
    const { page, context } = await arrive();
    const photo = path.join(fixture.folder, 'wide.png');
    await sharp({ create: { width: 300, height: 200, channels: 3, background: '#2060a0' } })
      .composite([
        { input: { create: { width: 100, height: 80, channels: 3, background: '#e0b080' } }, left: 90, top: 60 },
      ])
      .png()
      .toFile(photo);
    await translatedAfter(page, () => page.setInputFiles('#image-file', photo));
    const sizes = () =>
      page.evaluate(() =>
        ['drawing', 'result'].map((id) => {
          const { width, height } = document.getElementById(id) as HTMLCanvasElement;
          const { clientWidth, clientHeight } = document.getElementById(id) as HTMLElement;
          return [width / height, clientWidth / clientHeight];
        }),
      );
    for (const ratio of (await sizes()).flat()) expect(ratio).toBeCloseTo(1.5, 1);
    expect(await colourAt(page, 20, 20)).toEqual([255, 255, 255]); // lines
    await translatedAfter(page, () => page.click('#as-input'));
    expect(await colourAt(page, 20, 20)).toEqual([0x20, 0x60, 0xa0]);
    expect(await page.locator('#lines').isVisible()).toBe(false); // a photograph is no lines
    await page.click('#share');
    expect(await noteOf(page)).toMatch(/^A link has room for what is drawn/);
    expect(await page.locator('#note').getAttribute('data-kind')).toBe('told');
    await translatedAfter(page, () => page.click('#undo'));
    expect(await page.locator('#note').isVisible()).toBe(false); // its cause is gone
    for (const ratio of (await sizes()).flat()) expect(ratio).toBeCloseTo(1, 1);
    await context.close();
  });

  test('opens a drawing of the gallery with its model, from which one can undo to the own one', async () => {
    const { page, context } = await arrive();
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    const items = page.locator('#gallery-items button');
    expect(await items.count()).toBe(12);
    const mine = await shown(page, 'drawing');
    await translatedAfter(page, () => items.nth(1).click());
    const opened = await shown(page, 'drawing');
    expect(opened).not.toBe(mine);
    const [{ drawing }] = JSON.parse(
      readFileSync(path.resolve(import.meta.dirname, '../src/gallery/gallery.json'), 'utf8'),
    ).items.slice(1);
    for (let at = 0; at < drawing.length + 1; at++) await translatedAfter(page, () => page.click('#undo'));
    expect(await shown(page, 'drawing')).toBe(mine);
    await translatedAfter(page, () => items.last().click());
    expect(await page.locator('#model option:checked').textContent()).toBe('Planet');
    await context.close();
  });

  test('has a result as wide as the drawing on a phone, and a line at its top that moves nothing', async () => {
    const { page, context } = await arrive({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    const boxOf = (selector: string) => page.locator(selector).boundingBox();
    const [drawing, result] = [await boxOf('#drawing'), await boxOf('#result')];
    expect(result?.width).toBe(drawing?.width);
    expect(result?.width).toBeGreaterThan(340);
    await page.setInputFiles('#image-file', { name: 'none.png', mimeType: 'image/png', buffer: Buffer.from('none') });
    expect(await noteOf(page)).toMatch(/^Expected an image/);
    expect(await boxOf('#result')).toEqual(result);
    await closeNote(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await context.close();
  });

  test('forgets the time of an engine when another one is chosen', async () => {
    const { page, context } = await arrive();
    expect(await page.locator('#milliseconds').textContent()).toMatch(/^\d+ ms$/);
    const times = await page.evaluate(async () => {
      const seen: string[] = [];
      const [time, engine] = ['milliseconds', 'engine-name'].map((id) => document.getElementById(id) as HTMLElement);
      const look = () => seen.push(`${time?.textContent} ${engine?.textContent?.split(',')[0]}`);
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      const menu = document.getElementById('engine') as HTMLSelectElement;
      menu.value = 'cpu';
      menu.dispatchEvent(new Event('change'));
      look();
      while (!/^\d+ ms on JavaScript/.test(seen.at(-1) ?? '')) await new Promise((resolve) => setTimeout(resolve, 20));
      return seen;
    });
    // No time is shown before the engine that it is of is named.
    expect(times[0]).toMatch(/^– on WebAssembly/);
    expect(times.filter((text) => /ms on WebAssembly/.test(text))).toEqual([]);
    await context.close();
  });
});

/** Chooses a model and waits until its drawing is translated. */
async function choose(page: Page, title: string): Promise<void> {
  await translatedAfter(page, () => page.selectOption('#model', { label: title }));
  await page.waitForTimeout(300); // the drawing of its kind comes after it
  await settled(page);
}

/** How many pixels of a canvas are darker than a shade, in any channel. */
function darkPixels(page: Page, id: 'drawing' | 'lines', shade = 100): Promise<number> {
  return page.evaluate(
    ([name, most]) => {
      const canvas = document.getElementById(name as string) as HTMLCanvasElement;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4)
        if (Math.min(data[at] as number, data[at + 1] as number, data[at + 2] as number) < (most as number)) count++;
      return count;
    },
    [id, shade] as const,
  );
}

/** Red, green and blue of a pixel of the drawing. */
function colourAt(page: Page, x: number, y: number): Promise<number[]> {
  return page.evaluate(
    ([left, top]) => {
      const canvas = document.getElementById('drawing') as HTMLCanvasElement;
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      return [...context.getImageData(left, top, 1, 1).data.slice(0, 3)];
    },
    [x, y] as const,
  );
}
