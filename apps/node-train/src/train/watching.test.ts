import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { listening } from '@pix2pix-ts/testing/listening';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const folder = sharedFolder();
const at = (...path: string[]) => join(folder.path, ...path);
beforeAll(() => writePairs(at('data'), 3));

const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '1', '--backend', 'cpu'];
const NEW = ['train', '--data', 'data', '--out', 'run', ...SMALL];

/** The kinds of messages that the live page is sent until the end, and the last one. */
async function told(url: string): Promise<{ kinds: string[]; last: unknown }> {
  const text = await (await fetch(`${url}events`)).text();
  const messages = [...text.matchAll(/^event: (\w+)\n(?:id: .*\n)?data: (.*)$/gm)];
  return { kinds: messages.map(([, kind = '']) => kind), last: JSON.parse(messages.at(-1)?.[2] ?? 'null') };
}

test('a run is watched: as a live page while it goes, as log.csv, and for TensorBoard; a resumed one goes on', async () => {
  let watched: ReturnType<typeof told> | undefined;
  let status = 0;
  const args = [...NEW, '--steps', '3', '--log-every', '1', '--tensorboard', '--live', '0', '--json'];
  const { exitCode, stderr } = await runPix2pix(args, {
    cwd: folder.path,
    onLine(line) {
      const { type, url } = JSON.parse(line);
      if (type !== 'live') return;
      watched = told(url);
      fetch(url).then((page) => {
        ({ status } = page);
      });
    },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr });
  expect(status).toBe(200);
  const { kinds = [], last } = (await watched) ?? {};
  expect([...new Set(kinds)]).toEqual(expect.arrayContaining(['begin', 'progress', 'state', 'end']));
  expect(last).toEqual({ text: `The run is over. Its report is ${join('run', 'report.html')}.`, isBad: false });
  const rows = () => readFileSync(at('run', 'log.csv'), 'utf8').trimEnd().split('\n');
  expect(rows().map((row) => row.split(',')[0])).toEqual(['step', '1', '2', '3']);
  expect(rows()[0]).toMatch(/^step,seconds,loss\/discriminator,loss\/.*,images\/s,evaluation\/l1,/);
  expect(readdirSync(at('run', 'tensorboard'))).toHaveLength(1);

  const resumed = await runPix2pix(['train', '--resume', 'run', '--steps', '5', '--backend', 'cpu'], {
    cwd: folder.path,
  });
  expect(resumed.exitCode).toBe(0);
  expect(rows().map((row) => row.split(',')[0])).toEqual(['step', '1', '2', '3', '4', '5']);
  expect(readdirSync(at('run', 'tensorboard'))).toHaveLength(2);
});

test('a port that is taken ends the command in one line, before anything is written', async () => {
  await listening(createServer(), async (port) => {
    const { exitCode, stderr } = await runPix2pix([...NEW, '--out', 'other', '--live', String(port)], {
      cwd: folder.path,
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `Expected a free port for --live, got ${port}, which is in use. Name another one, such as --live ${port + 1}, or 0 for any.\n`,
    });
  });
  expect(readdirSync(folder.path)).not.toContain('other');
});
