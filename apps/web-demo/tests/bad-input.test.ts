import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';
import sharp from 'sharp';
import { closeNote, drawLine, drop, noteOf, openPage, settled, shown, translatedAfter } from './demo-page.ts';
import { describePage, MODEL } from './page-fixture.ts';
import { widePng } from './sample-files.ts';

describePage('the page, given what it cannot use,', (fixture) => {
  test('takes an image, and says in a line what is none', async () => {
    const { page, context } = await fixture.open();
    await settled(page);
    const png = await sharp({
      create: {
        width: 40,
        height: 30,
        channels: 3,
        background: '#c03020',
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    })
      .png()
      .toBuffer();
    const take = (name: string, buffer: Buffer) =>
      page.setInputFiles('#image-file', { name, mimeType: 'image/png', buffer });
    await translatedAfter(page, () => take('red.png', png));
    const drawing = await shown(page, 'drawing');
    for (const [name, buffer, line] of [
      [
        'half.png',
        png.subarray(0, png.length / 2),
        /^Expected all of the image in half\.png, got a file that is cut short/,
      ],
      ['text.png', Buffer.from('this is text'), /^Expected an image .* in text\.png, got something else/],
      ['empty.png', Buffer.alloc(0), /^Expected an image in empty\.png, got 0 bytes/],
      ['wide.png', widePng(20_000), /^Expected at most 50 million pixels in wide\.png, got 20000x20000/],
    ] as const) {
      await closeNote(page);
      await take(name, Buffer.from(buffer));
      expect(await noteOf(page)).toMatch(line);
      expect(await shown(page, 'drawing')).toBe(drawing);
    }
    await context.close();
  });

  test('takes a model that is dropped; one that is none leaves the one before', async () => {
    const { page, context } = await fixture.open('');
    await drop(page, 'mine.safetensors', fixture.model);
    await settled(page);
    expect(await page.locator('#model option:checked').textContent()).toBe('mine.safetensors');
    for (const [bytes, line] of [
      [fixture.model.subarray(0, fixture.model.length - 100), /^Could not load the model: .*/],
      [new TextEncoder().encode('{"a": 1}, which is no model'), /^Could not load the model: .*/],
    ] as const) {
      await closeNote(page);
      await drop(page, 'bad.safetensors', bytes);
      expect(await noteOf(page)).toMatch(line);
      await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
      expect(await page.locator('#model option:checked').textContent()).toBe('mine.safetensors');
    }
    await context.close();
  });

  test('says so where the camera is refused', async () => {
    const refusing = await launchBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny']);
    const { page } = await openPage(refusing, fixture.served.address);
    await page.click('#camera');
    expect(await noteOf(page)).toMatch(/^The camera was refused/);
    await refusing.close();
  });

  test('refuses a model that the memory cannot hold before it reads it, and keeps drawing and model', async () => {
    const { page, context } = await fixture.open();
    await settled(page);
    await drawLine(page, [0.2, 0.2], [0.8, 0.7]);
    const drawing = await shown(page, 'drawing');
    for (const [name, bytes, line] of [
      ['large.safetensors', 3e9, /^Expected a model of less than 2 GB, got 3\.0 GB in large\.safetensors/],
      ['video.safetensors', 1e9, /^Could not load video\.safetensors: safetensors file: expected/],
    ] as const) {
      const file = path.join(fixture.folder, name);
      writeFileSync(file, '\xff\xff\xff\xff\xff\xff\xff\xff', 'latin1');
      truncateSync(file, bytes); // takes no room on the disk
      await closeNote(page);
      await page.setInputFiles('#model-file', file);
      expect(await noteOf(page)).toMatch(line);
      expect(await shown(page, 'drawing')).toBe(drawing);
      await translatedAfter(page, () => drawLine(page, [0.2, 0.8], [0.8, 0.2]));
      await page.click('#undo');
    }
    await context.close();
  });

  test('says that the drawing and the model cannot be kept where storage is full, and works', async () => {
    const { page, context } = await fixture.open('');
    const session = await context.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', {
      origin: new URL(fixture.served.address).origin,
      quotaSize: 1,
    });
    await drawLine(page, [0.2, 0.2], [0.8, 0.7]);
    expect(await noteOf(page)).toMatch(/^The drawing could not be kept for a reload \(.+\)\. Save it, or make room\.$/);
    await closeNote(page);
    await drawLine(page, [0.8, 0.2], [0.2, 0.7]);
    expect(await page.locator('#note').isVisible()).toBe(false); // said once

    await page.goto(`${fixture.served.address}${MODEL}`);
    expect(await noteOf(page)).toMatch(/^The model works, but could not be kept for use offline: .+/);
    await settled(page);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    await context.close();
  });
});
