import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import {
  choosePalette,
  colourShares,
  coloursInCommon,
  hexOf,
  joinSideBySide,
  type PhotographKind,
  type Pixels,
  paletteSample,
  photographKinds,
  photographPair,
  planPhotographs,
  resize,
  whatToExpect,
} from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import { noise } from '@pix2pix-ts/testing/noise';
import type { Page } from 'playwright-core';
import { closeNote, download, dropPaths, noteOf, settled, translatedAfter } from './demo-page.ts';
import { describePage, MODEL } from './page-fixture.ts';

/** What runs in a page without a card have. */
const SIZE = 64;
const [WIDTH, HEIGHT] = [200, 150];

/** Photographs of coarse noise in a folder, by name. */
async function writePhotographs(folder: string, count: number): Promise<Map<string, Pixels>> {
  mkdirSync(folder, { recursive: true });
  const pictures = new Map<string, Pixels>();
  for (let i = 1; i <= count; i++) {
    const picture = resize(noise(8, 6, `photograph ${i}`), WIDTH, HEIGHT);
    pictures.set(`on holiday ${i}.png`, picture);
    writeFileSync(path.join(folder, `on holiday ${i}.png`), await encodePng(picture));
  }
  return pictures;
}

/** The pairs that the functions of data make, side by side, by name, and what else they say. */
function madeByData(pictures: ReadonlyMap<string, Pixels>, kind: PhotographKind, tile: boolean) {
  const all = [...pictures.values()];
  const samples = all.map(paletteSample);
  const palette = kind === 'labels' ? choosePalette(samples, 8, 1) : [];
  const photographs = [...pictures].map(([name, { width, height }]) => ({ name, width, height }));
  const plan = planPhotographs(photographs, { size: SIZE, tile });
  const alike = coloursInCommon(samples.map(colourShares));
  return {
    pair: (name: string) => {
      const planned = plan.find((each) => each.name === name);
      if (!planned) throw new Error(`Expected a planned pair, got ${name}.`);
      const { a, b } = photographPair(kind, all[planned.photograph] as Pixels, planned.square, SIZE, { palette });
      return [...joinSideBySide({ a, b }).data];
    },
    trained: plan.filter(({ split }) => split === 'train').length,
    heldOut: plan.filter(({ split }) => split !== 'train').length,
    expected: whatToExpect({ kind, pictures: all.length, pairs: plan.length, alike }),
    palette: palette.map(hexOf),
  };
}

/** What the page shows of the pairs that it made: their names and their values. */
function preview(page: Page): Promise<{ name: string; values: number[] }[]> {
  return page.locator('#pairs-preview canvas').evaluateAll((canvases) =>
    canvases.map((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } =
        (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height) ?? new ImageData(1, 1);
      const values = [...data].filter((_, at) => at % 4 !== 3);
      return { name: canvas.getAttribute('aria-label')?.split(':')[0] ?? '', values };
    }),
  );
}

describePage('pairs from photographs in the page', (fixture) => {
  test('are those that the functions of data make, with the same split and the same words', async () => {
    const folder = path.join(fixture.folder, 'photographs');
    const pictures = await writePhotographs(folder, 4);
    const { page, context, complaints } = await fixture.open('?engine=wasm');
    await page.click('[data-part=train]');
    await dropPaths(page, '#drop-photographs', [folder]);
    for (const tile of [true, false]) {
      await page.setChecked('#photograph-tiles', tile);
      for (const kind of photographKinds) {
        await page.selectOption('#photograph-kind', kind);
        const { pair, trained, heldOut, expected } = madeByData(pictures, kind, tile);
        await page.getByText(`${trained} pairs to train on, ${heldOut} held out`).waitFor();
        await page.getByText(expected).waitFor();
        const shown = await preview(page);
        expect(shown).toHaveLength(Math.min(4, trained));
        for (const { name, values } of shown) expect([kind, name, values]).toEqual([kind, name, pair(name)]);
      }
    }
    expect(await page.locator('#pairs-title').textContent()).toBe('Flat colours of 4 photographs');
    expect(complaints).toEqual([]);
    await context.close();
  }, 400_000);

  test('teach a model that says how to draw for it, and makes maps of photographs that are opened', async () => {
    const folder = path.join(fixture.folder, 'to-train-on');
    const pictures = await writePhotographs(folder, 3);
    const { page, context } = await fixture.open(`${MODEL}&engine=wasm`);
    await settled(page);
    await page.click('[data-part=train]');
    await page.selectOption('#photograph-kind', 'labels');
    await page.setInputFiles(
      '#photograph-files',
      [...pictures.keys()].map((name) => path.join(folder, name)),
    );
    await page.fill('#steps', '2');
    await page.locator('#start-training:not(:disabled)').click();
    await page.getByText('Trained for 2 steps.').waitFor();
    const { training = '' } = parseSafetensors(await download(page, '#download-model')).metadata;
    const { palette, trained } = madeByData(pictures, 'labels', true);
    expect(JSON.parse(training)).toMatchObject({
      data: 'Flat colours of 3 photographs',
      pairs: trained,
      page: { photographs: 'labels', palette },
    });
    await translatedAfter(page, () => page.click('#use-trained'));
    const colours = await page
      .locator('#palette button')
      .evaluateAll((all) => all.map((button) => (button as HTMLElement).dataset.colour));
    expect(colours).toEqual(palette);
    expect(await page.locator('#as-input').textContent()).toBe('Flat colours');
    await translatedAfter(page, () => page.setInputFiles('#image-file', path.join(folder, 'on holiday 1.png')));
    expect(await shareIn(page, palette)).toBeGreaterThan(0.5); // but for the soft borders
    await translatedAfter(page, () => page.click('#as-input'));
    expect(await shareIn(page, palette)).toBeLessThan(0.1);
    await context.close();
  }, 400_000);

  test('are made of those that can be used; the others are named, and where none is left, nothing changes', async () => {
    const folder = path.join(fixture.folder, 'some-bad');
    const pictures = await writePhotographs(folder, 3);
    writeFileSync(path.join(folder, 'small.png'), await encodePng(noise(63, 200, 'small')));
    writeFileSync(path.join(folder, 'text.png'), 'no picture');
    const { page, context } = await fixture.open('?engine=wasm');
    await page.click('[data-part=train]');
    await dropPaths(page, '#drop-photographs', [folder]);
    const taken = page.getByText(`${madeByData(pictures, 'edges', true).trained} pairs to train on`);
    await taken.waitFor();
    expect(await noteOf(page)).toMatch(
      /^Skipped 2 of 5: Expected a picture of at least 64x64 px, got 63x200 in .*small\.png\. .* not used either: .*text\.png/,
    );
    await closeNote(page);
    await page.setInputFiles('#photograph-files', path.join(folder, 'text.png'));
    expect(await noteOf(page)).toMatch(/^Expected an image .* in text\.png, got something else/);
    expect(await taken.isVisible()).toBe(true);
    expect(await page.locator('#start-training').isEnabled()).toBe(true);
    await context.close();
  });
});

/** The share of the drawing that has exactly one of these colours. */
function shareIn(page: Page, colours: readonly string[]): Promise<number> {
  return page.evaluate((named) => {
    const canvas = document.getElementById('drawing') as HTMLCanvasElement;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const wanted = new Set(named.map((colour) => Number.parseInt(colour.slice(1), 16)));
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      if (wanted.has(65536 * red + 256 * green + blue)) count++;
    }
    return (4 * count) / data.length;
  }, colours);
}
