import { truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { launchBrowser } from '@pix2pix-ts/browser-tests/launch-browser';
import { encodeSafetensorsToBytes } from '@pix2pix-ts/checkpoint';
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import sharp from 'sharp';
import {
  closeNote,
  drawingAfter,
  drawLine,
  drop,
  fillStorage,
  noteOf,
  openPage,
  settled,
  shown,
  translatedAfter,
} from './demo-page.ts';
import { describePage, MODEL } from './page-fixture.ts';
import { widePng } from './sample-files.ts';

describePage('the page, given what it cannot use,', (fixture) => {
  test('takes an image, and says in one line what is not one', async () => {
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
    const encoded = sharp(png);
    const [gif, avif, jpeg] = [
      await encoded.clone().gif().toBuffer(),
      await encoded.clone().avif().toBuffer(),
      await encoded.clone().jpeg().toBuffer(),
    ];
    jpeg[jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 4] = 12; // bits a sample, of which browsers show white
    const take = (name: string, buffer: Buffer) =>
      page.setInputFiles('#image-file', { name, mimeType: 'image/png', buffer });
    await translatedAfter(page, () => take('red.png', png));
    const drawing = await shown(page, 'drawing');
    for (const [name, buffer, line] of [
      [
        'half.png',
        png.subarray(0, png.length / 2),
        /^Expected the complete image in half\.png, got a file that is cut short/,
      ],
      [
        'half.gif',
        gif.subarray(0, gif.length / 2),
        /^Expected the complete image in half\.gif, got a file that is cut short/,
      ],
      ['half.avif', avif.subarray(0, avif.length / 2), /in half\.avif, got (a file that is cut short|something else)/],
      [
        '12.jpg',
        jpeg,
        /^Expected an image in 12\.jpg, got a JPEG of 12 bits, which browsers do not support\. Convert it/,
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

  test('takes a model that is dropped; a file that is not one leaves the model before', async () => {
    const { page, context } = await fixture.open('');
    await drop(page, 'mine.safetensors', fixture.model);
    await settled(page);
    expect(await page.locator('#model option:checked').textContent()).toBe('mine.safetensors');
    const other = await encodeSafetensorsToBytes([
      { name: 'w', dtype: 'U8', shape: [1], read: () => new Uint8Array(1) },
    ]);
    for (const [bytes, line] of [
      [
        fixture.model.subarray(0, fixture.model.length - 100),
        /^Could not load bad\.safetensors: .* The file is cut short/,
      ],
      [new TextEncoder().encode('{"a": 1}, which is no model'), /^Could not load bad\.safetensors: .*/],
      [other, /^Could not load the model: Expected a pix2pix-ts model/],
    ] as const) {
      await closeNote(page);
      await drop(page, 'bad.safetensors', bytes);
      expect(await noteOf(page)).toMatch(line);
      await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
      expect(await page.locator('#model option:checked').textContent()).toBe('mine.safetensors');
    }
    await context.close();
  });

  test('refuses links that would take long to paint, with an empty drawing and one line', async () => {
    const { page, context } = await fixture.open('');
    const empty = await shown(page, 'drawing');
    const wide = `data:image/png;base64,${widePng(7000).toString('base64')}`;
    for (const [drawing, line] of [
      [Array(2000).fill({ kind: 'fill', colour: '#000000', points: [5, 6] }), /takes about 32\. Make it simpler\.$/],
      [
        [{ kind: 'stroke', colour: '#000000', width: 28, points: Array(200_000).fill(7) }],
        /^Expected a drawing in the page's/,
      ],
      [[{ kind: 'image', address: wide }], undefined],
    ] as const) {
      const hash = deflateRawSync(JSON.stringify(drawing)).toString('base64url');
      await page.goto('about:blank');
      await page.goto(`${fixture.served.address}#d=${hash}`);
      await page.getByText('No model').waitFor();
      if (line) expect(await noteOf(page)).toMatch(line);
      expect(await shown(page, 'drawing')).toBe(empty);
      await drawingAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
      await page.click('#undo');
    }
    await context.close();
  });

  test('says so where the camera is refused', async () => {
    const refusing = await launchBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny']);
    const { page } = await openPage(refusing, fixture.served.address);
    await page.click('#camera');
    expect(await noteOf(page)).toMatch(/^Access to the camera was refused/);
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

  test('says when memory runs out while a model works, and continues with the previous one', async () => {
    const large = await smallModelFile(smallMetadata({ generator: { ...SMALL, imageSize: 1024, filters: 2 } }));
    const narrow = await launchBrowser(['--js-flags=--wasm-max-mem-pages=1024']); // 64 MB
    const { page } = await openPage(narrow, `${fixture.served.address}${MODEL}&engine=wasm`);
    await settled(page);
    await drawLine(page, [0.2, 0.2], [0.8, 0.7]);
    const drawing = await shown(page, 'drawing');
    await drop(page, 'large.safetensors', large);
    expect(await noteOf(page)).toMatch(/^Expected room for a tensor of \d+ MB, got memory/);
    expect(await shown(page, 'drawing')).toBe(drawing);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.8], [0.8, 0.2]));
    expect(await page.locator('#model option:checked').textContent()).toBe('small.safetensors');
    await narrow.close();
  });

  test('says that the drawing and the model cannot be kept where storage is full, and works', async () => {
    const { page, context } = await fixture.open('');
    await fillStorage(page);
    await drawLine(page, [0.2, 0.2], [0.8, 0.7]);
    expect(await noteOf(page)).toMatch(
      /^The drawing could not be kept for a reload \(.+\)\. Save it, or free some space\.$/,
    );
    await closeNote(page);
    await drawLine(page, [0.8, 0.2], [0.2, 0.7]);
    expect(await page.locator('#note').isVisible()).toBe(false); // said once

    await page.goto(`${fixture.served.address}${MODEL}`);
    expect(await noteOf(page)).toMatch(/^The model works, but could not be kept for use offline: .+/);
    await settled(page);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    await context.close();
  });

  test('is refused every connection but to its own files, and so are its workers', async () => {
    const { page, context } = await fixture.open();
    await settled(page);
    const elsewhere = 'http://localhost:1/';
    expect(await page.evaluate(refusedConnection, elsewhere)).toBe('connect-src');
    expect(await page.workers()[0]?.evaluate(refusedConnection, elsewhere)).toBe('connect-src');
    expect(await page.evaluate(refusedConnection, fixture.served.address)).toBe('none');
    await context.close();
  });
});

/** Which of a policy's directives refuses to fetch an address, in the page or in a worker. */
function refusedConnection(address: string): Promise<string> {
  return new Promise((resolve) => {
    globalThis.addEventListener('securitypolicyviolation', (event) => {
      resolve((event as SecurityPolicyViolationEvent).effectiveDirective);
    });
    fetch(address).then(
      () => resolve('none'),
      () => {},
    ); // the event says more
  });
}
