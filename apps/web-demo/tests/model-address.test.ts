import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { closeNote, drawLine, drop, noteOf, settled, translatedAfter } from './demo-page.ts';
import { describePage } from './page-fixture.ts';

/** How much of the answer that never ends was sent. */
let sent = 0;

/** Files of a host other than the page's, which lets every page read them. */
const ANSWERS: Readonly<Record<string, RequestListener>> = {
  '/endless.safetensors': ({ method }, response) => {
    if (method === 'HEAD') return void response.end();
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
    };
    response.on('drain', more);
    more();
  },
  '/silent.safetensors': () => {},
  [`/${'n'.repeat(2000)}`]: (_, response) => void response.end('<!doctype html>'),
};

const host = createServer((request, response: ServerResponse) => {
  response.setHeader('access-control-allow-origin', '*');
  const answer = ANSWERS[request.url ?? ''];
  if (answer) answer(request, response);
  else response.writeHead(404).end();
});

describePage(
  'the page, asked for a model that cannot be had,',
  (fixture) => {
    beforeAll(() => once(host.listen(0, '127.0.0.1'), 'listening'));
    afterAll(() => {
      host.close();
      host.closeAllConnections();
    });
    const addressOf = (name: string) => `http://127.0.0.1:${(host.address() as AddressInfo).port}/${name}`;

    /** Whether the model of the page works, with the line at its top still there. */
    async function worksWithBuiltIn(page: Page): Promise<void> {
      await settled(page);
      expect(await page.locator('#model option:checked').textContent()).toBe('small');
      await translatedAfter(page, () => drawLine(page, [0.2, 0.2], [0.8, 0.7]));
      expect(await page.locator('#note').isVisible()).toBe(true);
    }

    test.each([
      ['endless.safetensors', /^Could not load endless\.safetensors: safetensors header/],
      ['nothing.safetensors', /^Could not fetch http:.*nothing\.safetensors: HTTP 404/],
      ['n'.repeat(2000), /^Could not load n{350,}…$/],
    ])('says in one line why, and works with its own: case %#', async (name, line) => {
      const { page, context } = await fixture.open(`?model=${addressOf(name)}`);
      expect(await noteOf(page)).toMatch(line);
      await worksWithBuiltIn(page);
      await context.close();
      expect(sent).toBeLessThan(1e8);
    });

    test('gives up on a silent host, and removes the line when another model is chosen', async () => {
      const context = await fixture.browser.newContext();
      await context.clock.install();
      const asked = () => once(host, 'request');
      const [{ page }] = await Promise.all([
        fixture.open(`?model=${addressOf('silent.safetensors')}`, { context }),
        asked(),
      ]);
      await Promise.all([asked(), page.clock.fastForward(11_000)]); // HEAD is given up, GET comes
      await page.clock.fastForward(21_000);
      expect(await noteOf(page)).toMatch(/^Could not fetch http:.*silent\.safetensors: no data came for 20 seconds\./);
      await worksWithBuiltIn(page);
      await closeNote(page);
      await drop(page, 'bad.safetensors', new Uint8Array(100));
      expect(await noteOf(page)).toMatch(/^Could not load bad\.safetensors/);
      await translatedAfter(page, () => drop(page, 'good.safetensors', fixture.model));
      expect(await page.locator('#note').isVisible()).toBe(false);
      await context.close();
    });
  },
  { builtIn: true },
);
