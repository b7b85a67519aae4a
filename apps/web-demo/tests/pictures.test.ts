import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { photographInput, resize } from '@pix2pix-ts/data';
import { type ImageLike, loadTranslator, overWhite } from '@pix2pix-ts/pix2pix';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import {
  closeNote,
  download,
  drawLine,
  drop,
  type Handled,
  nextTranslation,
  noteOf,
  settled,
  shown,
  translatedAfter,
} from './demo-page.ts';
import { describePage, MODEL } from './page-fixture.ts';
import { gradient } from './sample-files.ts';

describePage('pictures of any form in the page', (fixture) => {
  test('are translated as the library does it: whole in their own form, in tiles, or their middle', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=wasm`);
    await settled(page);
    const translator = await loadTranslator(fixture.model);
    const [wide, high] = [part(gradient(160), 160, 90), part(gradient(160), 55, 150)];
    for (const [picture, small] of [
      [wide, [114, 64]], // 64 / 90 of its sides
      [high, [64, 175]],
    ] as const) {
      const { data, width, height } = await translator.translate(resize(overWhite(picture), small[0], small[1]), {
        fit: 'tile',
      });
      const whole = resize(overWhite({ data, width, height }), picture.width, picture.height);
      expect(farthest(await translated(page, picture, 'whole'), whole)).toBe(0);
      const tiles = await translator.translate(picture, { fit: 'tile' });
      expect(farthest(await translated(page, picture, 'tiles'), tiles)).toBe(0);
      const middle = await translator.translate(picture, { fit: 'crop' });
      expect([middle.width, middle.height]).toEqual(picture === wide ? [90, 90] : [55, 55]);
      expect(farthest(await translated(page, picture, 'middle'), middle)).toBe(0);
      expect(farthest(pixelsOf(tiles), { ...tiles, data: whole.data })).toBeGreaterThan(5);
    }
    const square = gradient(100);
    const stretched = await translator.translate(square, { fit: 'stretch' });
    expect(farthest(await translated(page, square, 'whole'), stretched)).toBe(0);
    translator.dispose();
    await context.close();
  });

  test('are shown and saved in their own form, and a menu offers tiles and the middle', async () => {
    const photo = path.join(fixture.folder, 'wide.png');
    writeFileSync(photo, await png(part(gradient(600), 600, 300)));
    for (const options of [{}, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }]) {
      const { page, context } = await fixture.open(`${MODEL}&engine=wasm`, options);
      await settled(page);
      expect(await page.locator('#fit').isVisible()).toBe(false);
      await translatedAfter(page, () => page.setInputFiles('#image-file', photo));
      const results = [await shown(page, 'result')];
      for (const [fit, ratio] of [
        ['whole', 2],
        ['tiles', 2],
        ['middle', 1],
      ] as const) {
        if (fit !== 'whole') await translatedAfter(page, () => page.selectOption('#fit', fit));
        results.push(await shown(page, 'result'));
        const box = await page.locator('#result').boundingBox();
        expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(ratio, 1);
        const { width, height } = await sharp(await download(page, '#save')).metadata();
        expect((width ?? 0) / (height ?? 1)).toBeCloseTo(ratio, 2);
      }
      expect(new Set(results).size).toBe(3);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await translatedAfter(page, () => page.click('#undo'));
      expect(await page.locator('#fit').isVisible()).toBe(false); // a drawing is whole
      await context.close();
    }
  });

  test('in tiles tell how far they are, and stop by a button, by another drawing and for the camera', async () => {
    const photo = path.join(fixture.folder, 'detailed.png');
    writeFileSync(photo, await png(part(gradient(1024), 1024, 512)));
    const { page, context } = await fixture.open(`${MODEL}&engine=cpu`); // so slow that there is time to stop it
    await settled(page);
    const drawing = await shown(page, 'result');
    await translatedAfter(page, () => page.setInputFiles('#image-file', photo));
    const whole = await shown(page, 'result');
    const showTiles = async () => {
      await page.selectOption('#fit', 'tiles');
      await page.waitForFunction(() =>
        /^[1-9]\d* of 55$/.test(document.querySelector('#tiles span')?.textContent ?? ''),
      );
      await page.locator('#tiles').waitFor({ state: 'visible' });
    };
    const isWhole = async () => {
      expect(await page.locator('#tiles').isVisible()).toBe(false);
      expect(await page.locator('#fit').inputValue()).toBe('whole');
      expect(await page.locator('#note').isVisible()).toBe(false);
    };
    await showTiles();
    await translatedAfter(page, () => page.click('#stop-tiles'));
    await isWhole();
    expect(await shown(page, 'result')).toBe(whole);
    await showTiles();
    await nextTranslation(page, () => page.click('#camera'));
    await isWhole();
    expect(await page.locator('#fit').isVisible()).toBe(false);
    await translatedAfter(page, () => page.click('#camera'));
    expect(await shown(page, 'result')).toBe(whole);
    await showTiles();
    await translatedAfter(page, () => page.click('#undo'));
    expect(await page.locator('#tiles').isVisible()).toBe(false);
    expect(await shown(page, 'result')).toBe(drawing);
    await context.close();
  });

  test('become what the model learned from, as large as it wants them, and the camera too, as in a mirror', async () => {
    const generator = { ...SMALL, imageSize: 64, filters: 8 };
    const training = { page: { photographs: 'grey', hint: 'Open a photograph.' } };
    const model = await smallModelFile(smallMetadata({ generator, training }));
    const { page, context } = await fixture.open('?engine=wasm');
    await drop(page, 'grey.safetensors', model);
    await settled(page);
    expect(await page.locator('#as-input').textContent()).toBe('Grey');
    const photo = part(gradient(1024), 1024, 512);
    const file = path.join(fixture.folder, 'large.png');
    writeFileSync(file, await png(photo));
    await translatedAfter(page, () => page.setInputFiles('#image-file', file));
    const small = await canvasPixels(page, 'drawing');
    const isGrey = (pixels: readonly number[]) =>
      pixels.every((value, at) => at < 2 || value === pixels[at - ((at - 2) % 3)]);
    expect([small.slice(0, 2), isGrey(small)]).toEqual([[1024, 512], true]);
    await translatedAfter(page, () => page.selectOption('#fit', 'tiles'));
    const exact = photographInput('grey', overWhite(photo));
    expect(farthest(await canvasPixels(page, 'drawing'), exact)).toBe(0); // with all its detail
    expect(farthest(small, exact)).toBeGreaterThan(0);
    await translatedAfter(page, () => page.click('#as-input'));
    expect(farthest(await canvasPixels(page, 'drawing'), photo)).toBe(0); // as it is
    await translatedAfter(page, () => page.click('#as-input'));

    await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      const drawn = canvas.getContext('2d') as CanvasRenderingContext2D;
      setInterval(() => {
        drawn.fillStyle = '#ff0000';
        drawn.fillRect(0, 0, canvas.width, canvas.height);
        drawn.fillStyle = '#0000ff';
        drawn.fillRect(canvas.width / 2, 0, canvas.width, canvas.height);
      }, 50);
      navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
    });
    await page.click('#camera');
    await nextTranslation(page);
    const [width = 0, , ...values] = await canvasPixels(page, 'camera-input');
    const [left, right] = [values[3 * 100], values[3 * (width - 100)]];
    expect(Math.abs((left ?? 0) - 0.114 * 255)).toBeLessThan(8); // blue, whose video is compressed
    expect(Math.abs((right ?? 0) - 0.299 * 255)).toBeLessThan(8);
    await context.close();
  });

  test('go to other apps as PNGs of the result and the drawing, and the page stays as it is where that fails', async () => {
    const { page, context } = await fixture.open('about:blank');
    await page.addInitScript(() => {
      const shared: File[][] = [];
      const fails: DOMException[] = [];
      Object.assign(globalThis, { shared, fails });
      Object.assign(navigator, {
        canShare: (data?: ShareData) => (data?.files ?? []).every(({ type }) => type === 'image/png'),
        share: async ({ files = [] }: ShareData) => {
          const [failure] = fails;
          if (failure) throw failure;
          shared.push(files);
        },
      });
    });
    await page.goto(`${fixture.served.address}${MODEL}&engine=wasm`);
    await settled(page);
    expect(await page.locator('#share').textContent()).toContain('Copy link');
    const photo = path.join(fixture.folder, 'to-share.png');
    writeFileSync(photo, await png(part(gradient(600), 600, 300)));
    await translatedAfter(page, () => page.setInputFiles('#image-file', photo));
    await translatedAfter(page, () => drawLine(page, [0.4, 0.5], [0.6, 0.5]));
    expect(await page.locator('#share').textContent()).toContain('Share');
    await page.click('#share');
    await page.waitForFunction(() => (globalThis as unknown as { shared: File[][] }).shared.length === 1);
    const files = await page.evaluate(async () => {
      const [first = []] = (globalThis as unknown as { shared: File[][] }).shared;
      return Promise.all(
        first.map(async (file) => {
          const bytes = new Uint8Array(await file.arrayBuffer());
          return {
            name: file.name,
            type: file.type,
            text: btoa(bytes.reduce((all, each) => all + String.fromCharCode(each), '')),
          };
        }),
      );
    });
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['pix2pix.png', 'image/png'],
      ['drawing.png', 'image/png'],
    ]);
    const [result, drawing] = files.map(({ text }) => Buffer.from(text, 'base64'));
    expect(await pngPixels(result)).toEqual(await pngPixels(await download(page, '#save')));
    expect(await pngPixels(drawing)).toEqual(await canvasPixels(page, 'drawing'));
    expect(await page.locator('#note').isVisible()).toBe(false);

    await page.evaluate(() => {
      (globalThis as unknown as { fails: DOMException[] }).fails[0] = new DOMException(
        'Changed my mind.',
        'AbortError',
      );
    });
    await page.click('#share');
    await page.waitForTimeout(300);
    expect(await page.locator('#note').isVisible()).toBe(false);
    await page.evaluate(() => {
      (globalThis as unknown as { fails: DOMException[] }).fails[0] = new DOMException('No app.', 'DataError');
    });
    await page.click('#share');
    expect(await noteOf(page)).toBe('The picture could not be shared: No app. Save it as PNG and send that.');
    await context.close();
  });

  test('that the browser keeps apart, and a camera that gives no picture, are told in one line and change nothing', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=wasm`);
    await settled(page);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    const drawing = await shown(page, 'drawing');
    const foreign =
      '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><foreignObject width="90" height="60"><p xmlns="http://www.w3.org/1999/xhtml">text</p></foreignObject></svg>';
    await page.setInputFiles('#image-file', {
      name: 'foreign.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from(foreign),
    });
    expect(await noteOf(page)).toMatch(/^Expected a picture whose pixels may be read in foreign\.svg, got /);
    expect(await shown(page, 'drawing')).toBe(drawing);
    await closeNote(page);

    await page.evaluate(() => {
      const { setTimeout } = globalThis;
      Object.assign(globalThis, {
        setTimeout: (run: () => void, delay = 0) => setTimeout(run, Math.min(delay, 500)), // ten seconds are over soon
      });
      navigator.mediaDevices.getUserMedia = async () => new MediaStream(); // a camera whose picture never comes
    });
    await page.click('#camera');
    await page.click('#camera');
    expect(await noteOf(page)).toMatch(/^The camera was switched on, but gave no picture/);
    expect(await page.locator('#camera').getAttribute('aria-pressed')).toBe('false');
    expect(await shown(page, 'drawing')).toBe(drawing);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.8], [0.8, 0.2]));
    await context.close();
  });
});

/** The upper left part of a picture. */
function part({ data, width }: ReturnType<typeof gradient>, wide: number, high: number) {
  const rows = Array.from({ length: high }, (_, y) => [...data.subarray(4 * y * width, 4 * (y * width + wide))]);
  return { data: Uint8ClampedArray.from(rows.flat()), width: wide, height: high };
}

function png({ data, width, height }: ImageLike): Promise<Buffer> {
  return sharp(Buffer.from(data), { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

/** Width, height, and the values of red, green and blue. */
function pixelsOf({ data, width, height }: ImageLike): number[] {
  return [width, height, ...(data.length === width * height * 3 ? data : overWhite({ data, width, height }).data)];
}

/** The largest difference of values, after width and height, which are to be equal. */
function farthest(shownPixels: readonly number[], expected: ImageLike): number {
  const wanted = pixelsOf(expected);
  expect([shownPixels.length, ...shownPixels.slice(0, 2)]).toEqual([wanted.length, ...wanted.slice(0, 2)]);
  return shownPixels.reduce((most, value, at) => Math.max(most, Math.abs(value - (wanted[at] as number))), 0);
}

async function pngPixels(bytes: Uint8Array | undefined): Promise<number[]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return pixelsOf({ data: Uint8Array.from(data), width: info.width, height: info.height });
}

async function canvasPixels(page: Page, id: string): Promise<number[]> {
  const address = await page.locator(`#${id}`).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  return pngPixels(Buffer.from(address.split(',')[1] ?? '', 'base64'));
}

/** What the page's engine makes of a picture, as a bitmap that is shown. */
function translated(page: Page, { data, width, height }: ImageLike, fit: 'whole' | 'tiles' | 'middle') {
  return page.evaluate(
    async ([values, wide, high, how]) => {
      const image = new ImageData(Uint8ClampedArray.from(values), wide, high);
      const { translateBitmap } = (globalThis as unknown as Handled).pix2pix;
      const bitmap = await translateBitmap(await createImageBitmap(image), how);
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(bitmap, 0, 0);
      const shownValues = context.getImageData(0, 0, canvas.width, canvas.height).data;
      return [canvas.width, canvas.height, ...shownValues.filter((_, at) => at % 4 !== 3)];
    },
    [[...data], width, height, fit] as const,
  );
}
