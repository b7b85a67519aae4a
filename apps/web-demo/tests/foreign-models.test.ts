import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { readForeignFile, readLayersModel } from '@pix2pix-ts/reference';
import { drawLine, drop, settled, translatedAfter } from './demo-page.ts';
import { describePage } from './page-fixture.ts';

describePage('weights of another code base', (fixture) => {
  test('that are dropped or chosen become a model, a model.json with its shards', async () => {
    const { page, context, complaints } = await fixture.open();
    await settled(page);
    await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
    for (const name of ['gan-unet.pth', 'affinelayer.pict']) {
      await translatedAfter(page, () => drop(page, name, readForeignFile(name)));
      expect(await page.locator('#model option:checked').textContent()).toBe(name);
    }
    const { bytes, files } = readLayersModel('tutorial');
    const folder = path.join(fixture.folder, 'tutorial');
    mkdirSync(folder);
    const written = [...files, ['model.json', bytes] as const].map(([name, content]) => {
      writeFileSync(path.join(folder, name), content);
      return path.join(folder, name);
    });
    await translatedAfter(page, () => page.setInputFiles('#model-file', written));
    expect(await page.locator('#model option:checked').textContent()).toBe('model.json');
    expect(await page.locator('#note').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
