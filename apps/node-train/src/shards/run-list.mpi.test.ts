import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mpirun } from '@pix2pix-ts/testing/mpirun';
import { PIX2PIX } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { eventsIn, resultsIn, tell, writeLines, writeList } from './testing/list-folder.ts';

let folder: string;
let model: string;
let list: string;
const COUNT = 7;
const at = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pix2pix-list-ranks-'));
  model = at('model.safetensors');
  await writeSmallModel(model);
  list = await writeList(folder, COUNT);
});
afterAll(() => rm(folder, { recursive: true }));

function ranks(count: number, ...args: string[]) {
  return command(count, 'translate', ...args);
}

async function command(count: number, name: string, ...args: string[]) {
  const flags = ['--model', model, '--json', '--backend', 'wasm', '--threads', '1', ...args];
  const { exitCode, stdout, stderr } = await mpirun(['-n', String(count), ...PIX2PIX, name, ...flags]);
  return { exitCode, stderr, events: eventsIn(stdout) };
}

describe('translate --list under mpirun', () => {
  test('gives on two ranks what one process gives, merged by the first rank', async () => {
    const one = await tell('translate', '--model', model, '--list', list, '--out', at('one'));
    const two = await ranks(2, '--list', list, '--out', at('two'));
    expect(two).toMatchObject({ exitCode: 0 });
    expect(two.stderr.match(/Engine:/g)).toHaveLength(1);
    expect(two.events.filter(({ type }) => type === 'done')).toHaveLength(1);
    const { images, bad, compared, metrics } = one.events.at(-1) ?? {};
    expect(two.events.at(-1)).toMatchObject({ images, bad, compared, metrics, translated: 4 });
    expect(await resultsIn(at('two'))).toEqual(await resultsIn(at('one')));
    const again = await ranks(2, '--list', list, '--out', at('two'));
    expect(again.events).toEqual([expect.objectContaining({ type: 'done', images: COUNT, translated: 0, metrics })]);
  });

  test('the first rank names what another could not do', async () => {
    const bad = await writeLines(at('bad.jsonl'), [{ a: 'in/1.png' }, 'no json', { a: 'in/3.png' }, { a: 'in/4.png' }]);
    const { exitCode, stderr, events } = await ranks(2, '--list', bad, '--out', at('bad'));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Expected 4 images of ${bad}, got 1 bad: line 2 (Expected a JSON object`);
    expect(events.find(({ type }) => type === 'done')).toMatchObject({ images: 3, bad: 1 });
    expect(await readFile(at('bad/manifests/2-of-2.jsonl'), 'utf8')).toContain('{"line":2,"error":"Expected a JSON');
  });

  test('--shard is refused there', async () => {
    const { exitCode, stderr } = await ranks(2, '--list', list, '--out', at('none'), '--shard', '1/2');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('Expected no --shard under mpirun, where each of the 2 ranks is a shard'),
    ]);
  });
});

test.each([
  ['translate', ['in', '--out', 'none'], 'translate IMAGES, got 2 ranks. Pass them as --list FILE'],
  ['evaluate', ['--data', 'in'], 'evaluate, got 2 ranks. Start it without mpirun'],
])('%s, whose work ranks do not share, is refused there, once', async (name, args, line) => {
  const { exitCode, stderr } = await command(2, name, ...args);
  expect(exitCode).toBe(2);
  expect(stderr.split(`Expected one process for ${line}`)).toHaveLength(2);
});
