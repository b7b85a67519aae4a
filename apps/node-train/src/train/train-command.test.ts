import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { decodeImage } from '@pix2pix-ts/data/node';
import type { RunOptions } from '@pix2pix-ts/testing/run-command';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeNoise, writePairs } from './testing/pairs-folder.ts';

const folder = sharedFolder();
beforeAll(async () => {
  await writePairs(join(folder.path, 'data'), 3);
});

const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '1', '--backend', 'cpu'];
const pix2pix = (args: string[], options: RunOptions = {}) =>
  runPix2pix(['train', ...args], { cwd: folder.path, ...options });
const train = (args: string[], options: RunOptions = {}) => pix2pix(['--data', 'data', ...SMALL, ...args], options);
const read = (path: string) => readFileSync(join(folder.path, path), 'utf8');
const eventsIn = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const stepOf = (run: string) =>
  Number(parseSafetensors(readFileSync(join(folder.path, run, 'state.safetensors'))).metadata.step);

/** The last line of a refusal, which leaves no run behind. */
async function refusal(args: string[], out = 'refused'): Promise<{ exitCode: number | null; line: string }> {
  const { exitCode, stderr } = await train(['--steps', '2', '--out', out, ...args]);
  expect(existsSync(join(folder.path, out))).toBe(false);
  return { exitCode, line: stderr.trimEnd().split('\n').at(-1) as string };
}

describe('pix2pix train', () => {
  test('leaves a folder with weights, state, log, samples and a report, and says where it is', async () => {
    const { exitCode, stdout, stderr } = await train(['--steps', '4', '--out', 'runs/one', '--log-every', '2']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'runs/one/report.html\n' });
    expect(stderr).toMatch(/^Engine: cpu/m);
    expect(stderr).toMatch(/Training 4\/4 steps {2}D \d\.\d\d {2}G \d\.\d\d {2}L1 \d\.\d{3} {2}[\d.]+ images\/s/);
    expect(stderr).toMatch(/Held-out pairs: 2 images/);
    const files = [
      'config.json',
      'log.csv',
      'log.jsonl',
      'model.safetensors',
      'report.html',
      'samples',
      'state.safetensors',
    ];
    expect(readdirSync(join(folder.path, 'runs/one'))).toEqual(files);
    expect(readdirSync(join(folder.path, 'runs/one/samples'))).toEqual(['step-000004.png']);
    expect(JSON.parse(read('runs/one/config.json'))).toMatchObject({
      preset: 'fast',
      steps: 4,
      data: 'data',
      learningRate: 1e-3,
      batch: 1,
      pairs: 3,
      generator: { imageSize: 32, filters: 2 },
    });
    expect(eventsIn(read('runs/one/log.jsonl')).map(({ type, step }) => [type, step])).toEqual([
      ['step', 2],
      ['step', 4],
      ['evaluation', 4],
    ]);
  });

  test('prints events under --json, and takes its configuration from a file under flags', async () => {
    writeFileSync(
      join(folder.path, 'config.json'),
      JSON.stringify({ preset: 'fast', lambda: 10, steps: 3, generator: { filters: 3 } }),
    );
    const flags = ['--data', 'data', '--config', 'config.json', '--size', '32', '--steps', '2', '--batch', '1'];
    const { exitCode, stdout } = await pix2pix([
      ...flags,
      '--out',
      'runs/json',
      '--json',
      '--backend',
      'cpu',
      '--overfit',
      '1',
    ]);
    expect(exitCode).toBe(0);
    expect(eventsIn(stdout).map(({ type }) => type)).toEqual(['step', 'sample', 'checkpoint', 'end', 'report']);
    expect(JSON.parse(read('runs/json/config.json'))).toMatchObject({
      lambda: 10,
      steps: 2,
      overfit: 1,
      pairs: 1,
      flip: false,
      generator: { filters: 3, imageSize: 32 },
    });
  });

  test('trains on pictures that are not square, and the model translates, is judged and is copied', async () => {
    const flags = ['--size', '64x32', '--jitter', '72', '--scale', '0.5..1', '--shift', '--steps', '2'];
    expect((await train([...flags, '--out', 'runs/wide'])).exitCode).toBe(0);
    const size = { width: 64, height: 32 };
    expect(JSON.parse(read('runs/wide/config.json')).generator.imageSize).toEqual(size);
    const resumed = await pix2pix(['--resume', 'runs/wide', '--steps', '3', '--backend', 'cpu']);
    expect([resumed.exitCode, stepOf('runs/wide')]).toEqual([0, 3]);
    const at = (...args: string[]) => runPix2pix([...args, '--backend', 'cpu'], { cwd: folder.path });
    const model = ['--model', 'runs/wide/model.safetensors'];
    const judged = await at('evaluate', ...model, '--data', 'data');
    expect(judged.stdout).toMatch(/ at 64x32 px: 2 images/);
    const copied = await at('export', ...model, '--to', 'int8', '--out', 'wide.int8.safetensors', '--limit', '2');
    expect(copied.exitCode).toBe(0);
    const picture = join('data', 'train', readdirSync(join(folder.path, 'data/train'))[0] as string);
    const translated = await at('translate', '--model', 'wide.int8.safetensors', picture, '--out', 'wide');
    expect(translated.exitCode).toBe(0);
    const [name] = readdirSync(join(folder.path, 'wide'));
    const { width, height } = await decodeImage(join(folder.path, picture));
    expect(await decodeImage(join(folder.path, 'wide', name as string))).toMatchObject({ width, height });
  });

  test('trains on a part of a list, in its order, for so many epochs, and resumes with them', async () => {
    const lines = ['pair0', 'pair1', 'pair2'].map((name) => {
      const file = `data/train/${name}.png`;
      return JSON.stringify({ input: file, target: file, split: 'train' });
    });
    writeFileSync(join(folder.path, 'list.jsonl'), lines.join('\n'));
    const flags = ['--epochs', '2', '--max-dataset-size', '2', '--serial-batches', '--preprocess', 'crop'];
    const first = await pix2pix(['--data', 'list.jsonl', ...SMALL, ...flags, '--out', 'runs/list']);
    expect(first).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/Continuing without held-out pairs:/) });
    expect(JSON.parse(read('runs/list/config.json'))).toMatchObject({
      data: 'list.jsonl',
      pairs: 2,
      epochs: 2,
      steps: 4,
      maxDatasetSize: 2,
      serialBatches: true,
      preprocess: 'crop',
      jitter: null,
    });
    const again = await pix2pix(['--resume', 'runs/list', '--backend', 'cpu']);
    expect(again.stderr).toContain('Already at step 4 of 4: nothing was trained.');
  });

  test('ends with 130 at Ctrl-C, after the current step and with a checkpoint, and resumes from there', async () => {
    const args = ['--steps', '100000', '--out', 'runs/stopped', '--json', '--log-every', '1'];
    let seen = 0;
    const { exitCode, stderr } = await train(args, {
      onLine: (line, child) => {
        const { type, step } = JSON.parse(line);
        if (type === 'step' && step === 2) child.kill('SIGINT');
        if (type === 'step') seen = step;
      },
    });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 130 });
    expect(stderr).toMatch(/Finishing the step and writing a checkpoint/);
    expect(stepOf('runs/stopped')).toBe(seen);
    expect(existsSync(join(folder.path, 'runs/stopped/report.html'))).toBe(true);

    const resumed = await pix2pix(['--resume', 'runs/stopped', '--steps', String(seen + 2), '--backend', 'cpu']);
    expect(resumed.exitCode).toBe(0);
    expect(stepOf('runs/stopped')).toBe(seen + 2);
  });

  test('says that nothing was trained where all steps are done, and writes the report again', async () => {
    const first = await train(['--steps', '3', '--out', 'runs/done']);
    expect(first.stderr).not.toMatch(/nothing was trained/);
    const before = readFileSync(join(folder.path, 'runs/done/model.safetensors'));
    for (const [flags, steps] of [
      [[], 3],
      [['--steps', '2'], 2],
    ] as const) {
      rmSync(join(folder.path, 'runs/done/report.html'));
      const again = await pix2pix(['--resume', 'runs/done', '--backend', 'cpu', ...flags]);
      expect(again).toMatchObject({ exitCode: 0, stdout: 'runs/done/report.html\n' });
      expect(again.stderr.split('\n')).toContain(
        `Already at step 3 of ${steps}: nothing was trained. Ask for more with --steps N.`,
      );
      expect(existsSync(join(folder.path, 'runs/done/report.html'))).toBe(true);
    }
    expect(readFileSync(join(folder.path, 'runs/done/model.safetensors')).equals(before)).toBe(true);
  });

  test('stops when --max-time is up, with a checkpoint and exit code 0', async () => {
    const { exitCode } = await train(['--steps', '100000', '--out', 'runs/timed', '--max-time', '1s']);
    expect(exitCode).toBe(0);
    expect(stepOf('runs/timed')).toBeGreaterThan(0);
  });

  test('ends with 3 where a loss is not finite, names step and images, and keeps the last good checkpoint', async () => {
    const run = (args: string[]) => train(['--steps', '400', '--out', 'runs/wild', '--save-every', '1', ...args]);
    const { exitCode, stderr } = await run(['--lr', '3e4', '--lambda', '1e30']);
    expect(exitCode).toBe(3);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^Expected finite (losses|weights), got NaN or infinity at step \d+, on pair\d\. Look at these images, or lower the learning rate\.$/,
    );
    const files = readdirSync(join(folder.path, 'runs/wild'));
    if (!files.includes('state.safetensors')) expect(stderr).toMatch(/No checkpoint was written yet\./);
    else {
      expect(stderr).toMatch(`The checkpoint of step ${stepOf('runs/wild')} is kept in runs/wild.`);
      const { tensors } = parseSafetensors(readFileSync(join(folder.path, 'runs/wild/state.safetensors')));
      for (const { data } of tensors.values())
        for (const value of new Float32Array(data.slice().buffer)) expect(Number.isFinite(value)).toBe(true);
    }
  });
});

describe('pix2pix train refuses in one line, before anything is written:', () => {
  test('a missing folder, an empty one, and one without a name', async () => {
    mkdirSync(join(folder.path, 'empty'));
    expect(await refusal(['--data', 'nowhere'])).toEqual({ exitCode: 2, line: expect.stringMatching(/nowhere/) });
    expect(await refusal(['--data', 'empty'])).toEqual({
      exitCode: 2,
      line: expect.stringMatching(/^Expected .*empty.*\./),
    });
    const { exitCode, stderr } = await pix2pix(['--out', 'x']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/^Expected --data DIR, .*got none\./),
    });
  });

  test('A/ and B/ that do not match, both ways', async () => {
    for (const [side, name] of [
      ['A', '1'],
      ['A', '2'],
      ['B', '2'],
      ['B', '3'],
    ] as const) {
      mkdirSync(join(folder.path, 'apart/train', side), { recursive: true });
      await writeNoise(join(folder.path, 'apart/train', side, `${name}.png`), 32, 32);
    }
    const { exitCode, line } = await refusal(['--data', 'apart']);
    expect(exitCode).toBe(2);
    expect(line).toMatch(/\b1\b.*\b3\b/);
  });

  test('a side-by-side image of odd width, and images that are empty, cut or not images, named and counted', async () => {
    cpSync(join(folder.path, 'data'), join(folder.path, 'bad'), { recursive: true });
    await writeNoise(join(folder.path, 'bad/train/odd.png'), 63, 32);
    writeFileSync(join(folder.path, 'bad/train/empty.png'), '');
    writeFileSync(join(folder.path, 'bad/train/text.png'), 'no image');
    cpSync(join(folder.path, 'data/train/pair0.png'), join(folder.path, 'bad/train/cut.png'));
    truncateSync(join(folder.path, 'bad/train/cut.png'), 900);
    const { exitCode, line } = await refusal(['--data', 'bad']);
    expect(exitCode).toBe(2);
    expect(line).toMatch(/^Expected 7 readable image pairs, got 4 bad: cut, empty, odd, text\..*--skip-bad/);

    const skipped = await train(['--data', 'bad', '--steps', '1', '--out', 'runs/skipped', '--skip-bad']);
    expect(skipped.exitCode).toBe(0);
    expect(skipped.stderr).toMatch(/Skipped: .*odd\.png/);
    expect(skipped.stderr).toMatch(/Skipped 4 of the 7 pairs of train\./);
  });

  test('sizes, flags and keys that it does not know, with the nearest', async () => {
    expect(await refusal(['--size', '100'])).toEqual({
      exitCode: 2,
      line: expect.stringMatching(/32, 64, 128.*got '100'/),
    });
    expect(await refusal(['--jiter', '36'])).toEqual({ exitCode: 2, line: expect.stringMatching(/--jiter.*--jitter/) });
    expect(await refusal(['--jitter', '20'])).toEqual({
      exitCode: 2,
      line: expect.stringMatching(/^Expected jitter of at least .* 32, got 20\./),
    });
    expect(await refusal(['--scale', '0.5..2'])).toEqual({
      exitCode: 2,
      line: "Expected --scale to be two factors above 0 and up to 1, got '0.5..2'. Write them as 0.4..1.",
    });
    expect(await refusal(['--epochs', '2'])).toEqual({
      exitCode: 2,
      line: 'Expected --steps or --epochs, got both: each says how long a run is. Leave one of them out.',
    });
    expect(await refusal(['--scale', '0.5..1', '--preprocess', 'crop'])).toEqual({
      exitCode: 2,
      line: "Expected no scale with the preprocess 'crop', got 0.5 to 1. Leave one of them out.",
    });
    expect(await refusal(['--shift'])).toEqual({
      exitCode: 2,
      line: expect.stringMatching(/^Expected a scale below 1 with shift, got 1: nothing can be moved\./),
    });
    writeFileSync(join(folder.path, 'typo.json'), '{"learningrate": 1}');
    expect(await refusal(['--config', 'typo.json'])).toEqual({
      exitCode: 2,
      line: "Expected only keys of a configuration in typo.json, got 'learningrate'. Did you mean learningRate?",
    });
  });

  test('a folder that holds another run, or other files, and what a resume cannot change', async () => {
    expect((await train(['--steps', '1', '--out', 'runs/first'])).exitCode).toBe(0);
    const before = read('runs/first/log.jsonl');
    const again = await train(['--steps', '1', '--out', 'runs/first']);
    expect({ ...again, stderr: again.stderr.trimEnd().split('\n').at(-1) }).toMatchObject({
      exitCode: 2,
      stderr:
        'Expected a new or empty folder at runs/first, got another run. Resume it with --resume runs/first, or choose another folder.',
    });
    expect(read('runs/first/log.jsonl')).toBe(before);
    const other = await train(['--steps', '1', '--out', 'data']);
    expect(other.stderr).toMatch(/Expected a new or empty folder at data, got other files\./);
    const changed = await pix2pix(['--resume', 'runs/first', '--lr', '1e-3']);
    expect(changed).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^Expected no --lr with --resume, got one/),
    });
    const missing = await pix2pix(['--resume', 'runs/none']);
    expect(missing).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^Expected a valid state\.safetensors or /),
    });
  });
});

test('a run works in a folder of any name: no colon makes an address of it, no character a pattern', async () => {
  const name = process.platform === 'win32' ? "exp #%41 [a]'&" : 'exp:1 #%41? [a]*\'"<&>';
  const cwd = join(folder.path, name);
  await writePairs(join(cwd, name), 2);
  const flags = ['--data', name, ...SMALL];
  const first = await pix2pix([...flags, '--steps', '1', '--out', `${name}/exp:1/`], { cwd });
  expect([first.exitCode, first.stdout]).toEqual([0, `${join(name, 'exp:1', 'report.html')}\n`]);
  expect(readFileSync(join(cwd, name, 'exp:1', 'report.html'), 'utf8')).toContain('data:image/webp');
  const model = join(name, 'exp:1', 'model.safetensors');
  const translated = await runPix2pix(
    ['translate', `${name}/val/`, '--model', model, '--out', 'http:', '--backend', 'cpu'],
    { cwd },
  );
  expect([translated.exitCode, readdirSync(join(cwd, 'http:'))]).toEqual([0, ['pair0.png', 'pair1.png']]);
});
