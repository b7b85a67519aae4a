import { appendFile, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeImage } from '@pix2pix-ts/data/node';
import { runCommand } from '@pix2pix-ts/testing/run-command';
import { smallMetadata } from '@pix2pix-ts/testing-models';
import { atLine } from '../testing/at-line.ts';
import { PIX2PIX, runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { manifestIn, resultsIn, tell, writeLines, writeList } from './testing/list-folder.ts';

let folder: string;
let model: string;
let list: string;
const COUNT = 11;
const at = (...parts: string[]) => join(folder, ...parts);
const translate = (...args: string[]) => tell('translate', '--model', model, '--out', at('out'), ...args);
const pictures = async () => Object.keys(await resultsIn(at('out')));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pix2pix-list-'));
  model = at('model.safetensors');
  await writeSmallModel(model);
  list = await writeList(folder, COUNT);
});
beforeEach(() => rm(at('out'), { recursive: true, force: true }));
afterAll(() => rm(folder, { recursive: true }));

describe('translate --list', () => {
  test('gives the same files and the same metrics in one shard and in two', async () => {
    const whole = await tell('translate', '--model', model, '--out', at('whole'), '--list', list);
    expect(whole).toMatchObject({ exitCode: 0 });
    expect(whole.events.at(-1)).toMatchObject({ type: 'done', images: COUNT, bad: 0, compared: COUNT });
    for (const shard of ['1/2', '2/2']) {
      const { exitCode, events } = await translate('--list', list, '--shard', shard);
      expect([exitCode, events.at(-1)]).toEqual([0, expect.objectContaining({ images: shard === '1/2' ? 6 : 5 })]);
    }
    expect(await resultsIn(at('out'))).toEqual(await resultsIn(at('whole')));
    expect(await pictures()).toHaveLength(COUNT);
    const merged = await tell('metrics', at('out'));
    const one = await tell('metrics', at('whole'));
    expect(merged.events[0]).toEqual({ ...one.events[0], shards: 2 });
    expect(one.events[0]).toMatchObject({ metrics: whole.events.at(-1)?.metrics, images: COUNT, open: [] });
    expect(await decodeImage(at('out/in/3.png'))).toMatchObject({ width: 36, height: 40 });
  });

  test('gives what translate gives without a list, and the mean of what evaluate would', async () => {
    const one = await writeLines(at('one.jsonl'), [{ a: 'in/2.png', b: 'in/2.png', out: 'x/y.png' }]);
    expect(await translate('--list', one)).toMatchObject({ exitCode: 0 });
    await runPix2pix(['translate', at('in/2.png'), '--model', model, '--out', at('alone')]);
    expect(await decodeImage(at('out/x/y.png'))).toEqual(await decodeImage(at('alone/2.png')));
    const data = at('data/val');
    for (const half of ['A', 'B']) {
      await mkdir(join(data, half), { recursive: true });
      await writeFile(join(data, half, '2.png'), await readFile(at('in/2.png')));
    }
    const evaluated = await tell('evaluate', '--model', model, '--data', at('data'));
    const { l1, psnr, ssim } = evaluated.events[0] as Record<string, number>;
    const [, entry] = await manifestIn(at('out'), '1-of-1.jsonl');
    expect(entry).toEqual({ line: 1, out: 'x/y.png', metrics: { l1, psnr, ssim } });
  });

  test('does only what is not done yet when it is run again, also after it was cut off', async () => {
    await translate('--list', list);
    const before = await resultsIn(at('out'));
    expect((await translate('--list', list)).events).toEqual([
      expect.objectContaining({ type: 'done', images: COUNT, translated: 0 }),
    ]);
    // A result that is gone, and a manifest whose last line is half on the disk; that line's result is there.
    await rm(at('out/in/4.png'));
    const path = at('out/manifests/1-of-1.jsonl');
    await truncate(path, (await stat(path)).size - 9);
    const again = await translate('--list', list);
    expect(again.exitCode).toBe(0);
    expect(again.events.map(({ type, line }) => line ?? type)).toEqual([4, COUNT, 'done']);
    expect(again.events.at(-1)).toMatchObject({ images: COUNT, compared: COUNT, translated: 2 });
    expect(await resultsIn(at('out'))).toEqual(before);
    const lines = (await manifestIn(at('out'), '1-of-1.jsonl')).slice(1).map(({ line }) => line);
    expect(lines.sort((one, other) => Number(one) - Number(other))).toEqual([1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  test('continues after Ctrl-C with what was not recorded', async () => {
    const args = ['translate', '--model', model, '--out', at('out'), '--list', list, '--json', '--threads', '1'];
    const env = atLine('"line":2,', "process.kill(process.pid, 'SIGINT')");
    const { exitCode } = await runPix2pix(args, { env });
    expect(exitCode).toBe(130);
    const done = (await manifestIn(at('out'), '1-of-1.jsonl')).length - 1;
    expect(done).toBeGreaterThanOrEqual(2);
    expect((await translate('--list', list)).events).toHaveLength(COUNT - done + 1);
    expect(await pictures()).toHaveLength(COUNT);
  });
});

test('a full disk ends it with what is done recorded, and a run with more space continues', async () => {
  // A limit on file sizes takes the place of a small disk: the pictures of the later lines are larger.
  const [node, ...flags] = PIX2PIX;
  const command = `trap '' XFSZ; ulimit -f 4; exec "$@"`;
  const args = ['translate', '--list', list, '--model', model, '--out', at('out'), '--threads', '1'];
  const { exitCode, stderr } = await runCommand('bash', ['-c', command, 'bash', node, ...flags, ...args]);
  expect(exitCode).toBe(1);
  const failed = /^Could not write .*out\/in\/(\d+)\.png: .*; what was saved before is kept \(EFBIG\)\.$/m.exec(stderr);
  const done = Number(failed?.[1]) - 1;
  expect(done).toBeGreaterThanOrEqual(2);
  expect(await pictures()).toHaveLength(done);
  expect((await manifestIn(at('out'), '1-of-1.jsonl')).slice(1).map(({ line }) => line)).toEqual(
    Array.from({ length: done }, (_, i) => i + 1),
  );
  const { events } = await translate('--list', list);
  expect(events.at(0)).toMatchObject({ type: 'image', line: done + 1 });
  expect(events.at(-1)).toMatchObject({ images: COUNT, translated: COUNT - done });
});

describe('a list with bad lines', () => {
  test('has each named by its number, and the others done', async () => {
    const bad = await writeLines(at('bad.jsonl'), [
      { a: 'in/1.png' },
      '{"a": "in/2.png"',
      '',
      { b: 'in/2.png' },
      { a: 'none.png' },
      { a: 'in/3.png', out: '../3.png' },
      { a: 'in/5.png', b: 'none.png' },
      { a: 'in/6.png', out: 'in/1.png' },
      { a: 'in/7.png', out: 'in/1.png/7.png' },
      '[1]',
      { a: 'in/8.png' },
    ]);
    const { exitCode, stderr } = await translate('--list', bad);
    expect(exitCode).toBe(2);
    const told = (line: number, text: string) => expect(stderr).toContain(`${bad}:${line}: ${text}`);
    told(2, 'Expected a JSON object such as {"a": "drawings/1.png"}, got {"a": "in/2.png". Correct the line.');
    told(4, 'Expected the path of an image as "a", got none.');
    told(5, `Could not read ${at('none.png')}: there is no such file.`);
    told(6, 'Expected "out" to be a name ending in .png below the output folder, got "../3.png".');
    told(7, `Could not read ${at('none.png')}`);
    told(8, `Expected a different result for each line, got ${at('out/in/1.png')}, which is the result of line 1.`);
    told(9, 'Expected a folder at');
    told(10, 'Expected a JSON object');
    expect(stderr).toContain(`Expected 10 images of ${bad}, got 8 bad: line 2 (`);
    expect(await pictures()).toEqual(['in/1.png', 'in/8.png']);
    // Without its targets a list has no metrics, and bad lines are tried again.
    const merged = await tell('metrics', at('out'));
    expect(merged.events[0]).toMatchObject({ images: 2, bad: 8, compared: 0, metrics: null });
    await writeFile(at('none.png'), await readFile(at('in/9.png')));
    const again = await translate('--list', bad);
    expect(again.events.map(({ type, line }) => line ?? type)).toEqual([5, 7, 'done', 'error']);
    expect(again.events.at(-2)).toMatchObject({ images: 4, bad: 6, compared: 1 });
  });

  test('never overwrites anything that is not its own', async () => {
    const own = await readFile(at('in/1.png'));
    const over = await writeLines(at('over.jsonl'), [{ a: 'in/2.png', out: 'in/1.png' }]);
    const { exitCode, stderr } = await tell('translate', '--model', model, '--list', over, '--out', folder);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining(`Expected nothing at ${at('in/1.png')}, got a file`),
    ]);
    expect(await readFile(at('in/1.png'))).toEqual(own);
    await rm(at('manifests'), { recursive: true });
  });

  test('is refused where it is missing or empty', async () => {
    const missing = await translate('--list', at('no.jsonl'));
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there is no such file') });
    const empty = await translate('--list', await writeLines(at('empty.jsonl'), ['']));
    expect(empty).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Expected at least one line in') });
    await expect(stat(at('out'))).rejects.toThrow('ENOENT');
  });
});

describe('translate refuses', () => {
  test.each(['5/4', '0/4'])('--shard %s', async (shard) => {
    const { exitCode, stderr } = await translate('--list', list, `--shard=${shard}`);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`Expected --shard to be I/N with I from 1 to N`)]);
    expect(stderr).toContain(`got '${shard}'`);
  });

  test('images next to a list, neither of the two, and a shard of images', async () => {
    expect((await translate('--list', list, at('in'))).stderr).toContain('Expected images or --list FILE, got both.');
    expect((await translate()).stderr).toContain('Expected images or --list FILE, got neither.');
    expect((await translate(at('in'), '--shard', '1/2')).stderr).toContain('Expected --shard with --list');
  });

  test('to mix results of different lists, models, dropouts or numbers of shards in one folder', async () => {
    const first = await writeLines(at('first.jsonl'), [{ a: 'in/1.png' }, { a: 'in/2.png' }]);
    expect(await translate('--list', first, '--shard', '2/2')).toMatchObject({ exitCode: 0 });
    const manifest = at('out/manifests/2-of-2.jsonl');
    const [before, results] = [await readFile(manifest, 'utf8'), await resultsIn(at('out'))];
    const other = at('other.safetensors');
    await writeSmallModel(other, smallMetadata({ licence: 'MIT' }));
    const second = await writeLines(at('second.jsonl'), [{ a: 'in/2.png' }, { a: 'in/1.png' }]);
    const refusals: [string[], RegExp][] = [
      [
        ['--list', second, '--shard', '2/2'],
        /of the list first\.jsonl \(\w{8}\), as in .*2-of-2\.jsonl, got the list second/,
      ],
      [['--list', first, '--shard', '2/2', '--model', other], /of the model model\.safetensors .* got the model other/],
      [['--list', first, '--shard', '2/2', '--dropout', '3'], /of the model's own dropout, .* got dropout 3/],
      [['--list', first, '--shard', '1/3'], /of 2 shards, as in .*, got 3 shards/],
      [['--list', first], /of 2 shards, as in .*, got one shard/],
    ];
    for (const [args, message] of refusals) {
      const { exitCode, stderr } = await translate(...args);
      expect([exitCode, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
    expect(await readFile(manifest, 'utf8')).toBe(before);
    expect(await resultsIn(at('out'))).toEqual(results);
    // What is not finished is reported, after the figures.
    const merged = await tell('metrics', at('out'));
    expect(merged.exitCode).toBe(2);
    expect(merged.events[0]).toMatchObject({ type: 'metrics', images: 1, open: ['1/2 is missing'] });
    await appendFile(manifest, 'x');
    await writeFile(at('out/manifests/1-of-2.jsonl'), 'no manifest');
    expect((await translate('--list', first, '--shard', '2/2')).stderr).toMatch(
      /Expected a manifest of translated images in .*1-of-2\.jsonl, got another file/,
    );
  });

  test('a folder without manifests to merge', async () => {
    expect(await tell('metrics', at('in'))).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Expected manifests in'),
    });
  });
});
