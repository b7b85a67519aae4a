import { expect, test } from '@jest/globals';
import {
  drawingAfter,
  drawLine,
  type Handled,
  nextTranslation,
  noteOf,
  openPage,
  settled,
  shown,
  translatedAfter,
} from './demo-page.ts';
import { describePage, MODEL } from './page-fixture.ts';

describePage('drawing in the page', (fixture) => {
  test('shows another picture after a stroke, the one before after undo, and complains of nothing', async () => {
    const { page, context, complaints } = await fixture.open();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await settled(page);
    const before = await shown(page, 'result');
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    const after = await shown(page, 'result');
    expect(after).not.toBe(before);
    await translatedAfter(page, () => page.click('#undo'));
    expect(await shown(page, 'result')).toBe(before);
    await translatedAfter(page, () => page.click('#redo'));
    expect(await shown(page, 'result')).toBe(after);
    await translatedAfter(page, () => page.click('#clear'));
    expect(await shown(page, 'result')).toBe(before);
    expect(complaints).toEqual([]);
    expect(
      asked.filter((address) => !address.startsWith(fixture.served.address) && !/^(blob|data):/.test(address)),
    ).toEqual([]);
    await context.close();
  });

  test('is drawn on with every tool, and by the keyboard', async () => {
    const { page, context } = await fixture.open('');
    const seen = new Set([await shown(page, 'drawing')]);
    for (const [key, from, to] of [
      ['r', [0.2, 0.2], [0.8, 0.8]],
      ['l', [0.1, 0.9], [0.9, 0.1]],
      ['f', [0.5, 0.9], [0.5, 0.9]],
      ['e', [0.3, 0.3], [0.7, 0.3]],
      ['p', [0.3, 0.7], [0.7, 0.7]],
    ] as [string, [number, number], [number, number]][]) {
      await page.keyboard.press(key);
      await page.locator('#palette button').nth(seen.size).click();
      if (key === 'e') await page.keyboard.press('e'); // a colour takes the pen
      seen.add(await drawingAfter(page, () => drawLine(page, from, to)));
    }
    await page.focus('#drawing');
    for (const key of ['Space', 'ArrowUp', 'Shift+ArrowLeft', 'Space']) await page.keyboard.press(key);
    seen.add(await shown(page, 'drawing'));
    expect(seen.size).toBe(7);
    await context.close();
  });

  test('does what is asked for while it fills, in order', async () => {
    const { page, context } = await fixture.open();
    await settled(page);
    await page.keyboard.press('r');
    await drawingAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.8]));
    await page.locator('#palette button').nth(2).click();
    await page.keyboard.press('f');
    const filled = await drawingAfter(page, () => drawLine(page, [0.1, 0.1], [0.1, 0.1]));
    await page.evaluate(() => {
      const press = (key: string, ctrlKey: boolean, shiftKey = false) =>
        document.dispatchEvent(
          new KeyboardEvent('keydown', { key, ctrlKey, shiftKey, bubbles: true, cancelable: true }),
        );
      for (const isRedo of [false, false, true, true, false, true]) press('z', true, isRedo);
    });
    await settled(page);
    expect(await shown(page, 'drawing')).toBe(filled);
    expect(await page.locator('#redo').isDisabled()).toBe(true);
    await context.close();
  });

  test('shows the camera live, and the drawing again afterwards', async () => {
    const allowed = await fixture.open();
    await settled(allowed.page);
    const still = await shown(allowed.page, 'result');
    await allowed.page.click('#camera');
    for (let picture = 0; picture < 3; picture++) await nextTranslation(allowed.page);
    await translatedAfter(allowed.page, () => allowed.page.click('#camera'));
    expect(await shown(allowed.page, 'result')).toBe(still); // the drawing's again
    await allowed.context.close();
  });

  test('keeps the drawings of two tabs apart, and brings each back after a reload', async () => {
    const first = await fixture.open('');
    await drawLine(first.page, [0.2, 0.2], [0.8, 0.7]);
    await first.page.waitForTimeout(500);
    const second = await fixture.open('', { context: first.context });
    expect(await shown(second.page, 'drawing')).toBe(await shown(first.page, 'drawing')); // begins with the last one
    await drawLine(second.page, [0.8, 0.2], [0.2, 0.7]);
    await second.page.waitForTimeout(500);
    const [own, other] = [await shown(first.page, 'drawing'), await shown(second.page, 'drawing')];
    expect(other).not.toBe(own);
    await first.page.reload();
    await second.page.reload();
    await first.page.waitForFunction(() => document.querySelector('#undo:not(:disabled)'));
    await second.page.waitForFunction(() => document.querySelector('#undo:not(:disabled)'));
    expect(await shown(first.page, 'drawing')).toBe(own);
    expect(await shown(second.page, 'drawing')).toBe(other);
    await first.context.close();
  });

  test('opens a shared drawing from its address', async () => {
    const { page, context } = await fixture.open('');
    await drawLine(page, [0.2, 0.2], [0.8, 0.7]);
    const drawing = await shown(page, 'drawing');
    await page.click('#share');
    await noteOf(page);
    const other = await openPage(fixture.browser, page.url());
    await other.page.waitForFunction(() => document.querySelector('#undo:not(:disabled)'));
    expect(await shown(other.page, 'drawing')).toBe(drawing);
    await other.page.goto(`${fixture.served.address}#d=AAAA`);
    await other.page.reload();
    expect(await noteOf(other.page)).toMatch(/^Expected a valid drawing in the page's address, got a damaged one/);
    await other.context.close();
    await context.close();
  });

  test('is drawn on with a finger and with a stylus, which is held to one pointer', async () => {
    const { page, context } = await fixture.open('', { hasTouch: true });
    const session = await context.newCDPSession(page);
    const box = await page.locator('#drawing').boundingBox();
    if (!box) throw new Error('Expected the drawing to be visible.');
    const at = (x: number, y: number) => ({ x: box.x + x * box.width, y: box.y + y * box.height });
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...touchPoints: { x: number; y: number; id: number }[]
    ) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', { ...at(0.2, 0.2), id: 1 });
    await touch('touchMove', { ...at(0.8, 0.2), id: 1 });
    const oneFinger = await shown(page, 'drawing');
    // A palm that comes down next to it draws nothing.
    await touch('touchStart', { ...at(0.8, 0.2), id: 1 }, { ...at(0.5, 0.8), id: 2 });
    await touch('touchMove', { ...at(0.8, 0.2), id: 1 }, { ...at(0.9, 0.9), id: 2 });
    expect(await shown(page, 'drawing')).toBe(oneFinger);
    await touch('touchEnd');
    await page.waitForFunction(() => document.querySelector('#undo:not(:disabled)'));
    expect(await page.evaluate(() => scrollY)).toBe(0);

    const before = await shown(page, 'drawing');
    const stylus = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number) =>
      session.send('Input.dispatchMouseEvent', {
        type,
        ...at(x, y),
        button: 'left',
        buttons: 1,
        clickCount: 1,
        pointerType: 'pen',
      });
    await page.evaluate(() => {
      document.getElementById('drawing')?.addEventListener('pointerup', ({ pointerType }) => {
        document.body.dataset.pointer = pointerType;
      });
    });
    await stylus('mousePressed', 0.2, 0.6);
    await stylus('mouseMoved', 0.6, 0.7);
    await stylus('mouseReleased', 0.6, 0.7);
    await page.waitForFunction(() => document.body.dataset.pointer === 'pen', undefined, { timeout: 60_000 });
    expect(await shown(page, 'drawing')).not.toBe(before);
    await context.close();
  });

  test('takes a picture that is pasted', async () => {
    const { page, context } = await fixture.open('');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(40, 30);
      const drawn = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      drawn.fillStyle = '#c03020';
      drawn.fillRect(0, 0, 40, 30);
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': await canvas.convertToBlob() })]);
    });
    await page.keyboard.press('Control+V');
    await page.waitForFunction(() => document.querySelector('#undo:not(:disabled)'));
    const middle = await page
      .locator('#drawing')
      .evaluate((canvas) => [
        ...((canvas as HTMLCanvasElement).getContext('2d')?.getImageData(512, 512, 1, 1).data ?? []),
      ]);
    expect(middle).toEqual([0xc0, 0x30, 0x20, 255]);
    await context.close();
  });

  test('shows next to an example what it was made from, as long as that is drawn on', async () => {
    const { page, context } = await fixture.open();
    await settled(page);
    const original = page.locator('#original');
    expect(await original.isVisible()).toBe(false);
    await translatedAfter(page, () => page.click('#example'));
    expect(await original.isVisible()).toBe(true);
    const first = await shown(page, 'original-picture');
    await translatedAfter(page, () => page.click('#example'));
    const second = await shown(page, 'original-picture');
    expect(second).not.toBe(first);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    expect(await original.isVisible()).toBe(true);
    await translatedAfter(page, () => page.click('#clear'));
    expect(await original.isVisible()).toBe(false);
    for (let times = 0; times < 3; times++) await translatedAfter(page, () => page.click('#undo'));
    expect(await shown(page, 'original-picture')).toBe(first);
    await context.close();
  });

  test('stays responsive while the engine works, that in JavaScript too', async () => {
    const { page, context } = await fixture.open(`${MODEL}&engine=cpu`);
    await settled(page);
    const turns = await page.evaluate(async () => {
      const image = { data: new Uint8ClampedArray(64 * 64 * 4).fill(99), width: 64, height: 64 };
      let count = 0;
      const { port1, port2 } = new MessageChannel(); // has turns that, unlike those of timers, follow each other at once
      port1.onmessage = () => {
        count++;
        port2.postMessage(null);
      };
      port2.postMessage(null);
      for (let i = 0; i < 5; i++) await (globalThis as unknown as Handled).pix2pix.translate(image);
      port1.close();
      return count;
    });
    // In the page itself it would be some a translation; how long its tasks are is for the benchmark to say.
    expect(turns).toBeGreaterThan(1000);
    await context.close();
  });
});
