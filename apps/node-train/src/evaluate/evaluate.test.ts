import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { flipLeftRight, joinSideBySide, type PairSource, type Pixels, resize } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import type { ImageLike, TranslatedImage, Translator } from '@pix2pix-ts/pix2pix';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { smallMetadata } from '@pix2pix-ts/testing-models';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { type EvaluatedPair, type EvaluateProgress, evaluateModel } from './evaluate-model.ts';
import { evaluationTable } from './evaluation-table.ts';

const folder = sharedFolder();
let model: string;

/** A picture of one gray. */
function gray(value: number, size = 32): Pixels {
  return { data: new Uint8Array(size * size * 3).fill(value), width: size, height: size };
}

/** A picture in which left is not right. */
function ramp(size = 32): Pixels {
  const data = Uint8Array.from({ length: size * size * 3 }, (_, i) => (Math.floor(i / 3) % size) * 7);
  return { data, width: size, height: size };
}

function source(pairs: Record<string, [Pixels, Pixels]>): PairSource {
  const all = Object.values(pairs);
  return {
    names: Object.keys(pairs),
    load: async (index) => {
      const [a, b] = all[index] as [Pixels, Pixels];
      return { a, b };
    },
  };
}

beforeAll(async () => {
  model = join(folder.path, 'model.safetensors');
  await writeSmallModel(model);
  for (const split of ['train', 'val']) await mkdir(join(folder.path, 'data', split), { recursive: true });
  const pair = { a: gray(255), b: gray(0) };
  await writeFile(join(folder.path, 'data/train/1.png'), await encodePng(joinSideBySide({ a: ramp(), b: gray(51) })));
  await writeFile(join(folder.path, 'data/val/1.png'), await encodePng(joinSideBySide(pair)));
  await writeFile(join(folder.path, 'data/val/2.png'), await encodePng(joinSideBySide(pair)));
});

describe('evaluateModel', () => {
  test("gives the baselines that follow from the pictures, in the model's direction", async () => {
    const pairs = source({ x: [gray(255), gray(0)], y: [gray(255), gray(0)] });
    const trainPairs = source({ p: [ramp(), gray(0)], q: [ramp(), gray(102, 64)] });
    const translator = await loadTranslator(model);
    const evaluation = await evaluateModel({ translator, pairs, trainPairs });
    // White against black differs by 2 on [-1, 1]; so the mean target of 51 does by 51 / 127.5. PSNR = 20 log10(2 / RMSE).
    expect(evaluation.images).toBe(2);
    expect(evaluation.baselines.input).toMatchObject({ l1: 2, psnr: 0 });
    expect(evaluation.baselines.mean?.l1).toBeCloseTo(0.4, 6);
    expect(evaluation.baselines.mean?.psnr).toBeCloseTo(20 * Math.log10(2 / 0.4), 6);
    translator.dispose();

    await writeSmallModel(model, smallMetadata({ direction: 'BtoA' }));
    const back = await loadTranslator(model);
    const other = await evaluateModel({ translator: back, pairs, trainPairs: null });
    expect(other.baselines.mean).toBeNull();
    expect(other.baselines.input.l1).toBe(2);
    back.dispose();
    await writeSmallModel(model);
  });

  test('compares what the model makes of each input with its target, and hands each one over', async () => {
    const mirror = mirroringTranslator();
    const seen: EvaluatedPair[] = [];
    const progress: EvaluateProgress[] = [];
    const pairs = source({ good: [ramp(), flipLeftRight(ramp())], bad: [ramp(), ramp()] });
    const onProgress = (now: EvaluateProgress) => progress.push(now);
    const evaluation = await evaluateModel({
      translator: mirror,
      pairs,
      trainPairs: pairs,
      onProgress,
      onPair: (pair) => seen.push(pair),
    });
    expect(seen.map(({ name, metrics }) => [name, metrics.l1 === 0])).toEqual([
      ['good', true],
      ['bad', false],
    ]);
    expect(seen[0]?.output.data).toEqual(flipLeftRight(ramp()).data);
    expect(evaluation.l1).toBe((seen[1]?.metrics.l1 ?? 0) / 2);
    expect(evaluation.baselines.input.l1).toBe(evaluation.l1);
    expect(progress.at(0)).toEqual({ phase: 'mean', done: 2, total: 2 });
    expect(progress.at(-1)).toEqual({ phase: 'translate', done: 2, total: 2 });
  });

  test('stops when it is asked to', async () => {
    const pairs = source({ x: [gray(1), gray(2)] });
    const signal = AbortSignal.abort(new Error('enough'));
    const translator = mirroringTranslator();
    await expect(evaluateModel({ translator, pairs, trainPairs: null, signal })).rejects.toThrow('enough');
  });
});

/** A translator whose pictures are known: the input in a mirror. */
function mirroringTranslator(): Translator<ImageLike, TranslatedImage> {
  const noShow = () => Promise.reject(new Error('Expected pictures to be compared, got some to be shown.'));
  return {
    device: { name: 'mirror', description: 'a mirror', why: 'for a test' },
    metadata: smallMetadata(),
    imageSize: 32,
    tensors: {},
    translateRasters: async (pictures) => pictures.map((picture) => flipLeftRight(resize(picture, 32, 32))),
    translate: noShow,
    translateBatch: noShow,
    translateBitmap: noShow,
    async *translateRows() {},
    rehearse() {},
    dispose() {},
  };
}

describe('evaluate', () => {
  test('prints the figures as one JSON object', async () => {
    const data = join(folder.path, 'data');
    const { exitCode, stdout } = await runPix2pix(['evaluate', '--model', model, '--data', data, '--json']);
    expect(exitCode).toBe(0);
    const figures = { l1: expect.any(Number), psnr: expect.any(Number), ssim: expect.any(Number) };
    expect(JSON.parse(stdout)).toEqual({
      ...figures,
      images: 2,
      baselines: { input: { ...figures, l1: 2, psnr: 0 }, mean: { ...figures, l1: expect.closeTo(0.4, 6) } },
    });
  });

  test('refuses a folder that is missing, or bad images in it, in one line', async () => {
    const missing = await runPix2pix(['evaluate', '--model', model, '--data', join(folder.path, 'none')]);
    expect(missing).toMatchObject({ exitCode: 2, stdout: '' });
    expect(missing.stderr).toMatch(/^Expected a folder at .*none, got nothing there. Check the path.\n$/);
    const data = join(folder.path, 'bad/val');
    await mkdir(data, { recursive: true });
    await writeFile(join(data, 'odd.png'), await encodePng({ data: new Uint8Array(33 * 3), width: 33, height: 1 }));
    const odd = await runPix2pix(['evaluate', '--model', model, '--data', join(folder.path, 'bad')]);
    expect(odd).toMatchObject({ exitCode: 2, stdout: '' });
    expect(odd.stderr).toMatch(/^Expected 1 readable image pairs, got 1 bad: odd\. .*an even width for .*odd\.png.*$/m);
  });
});

describe('evaluate on a folder of two halves', () => {
  let data: string;
  const evaluate = (...flags: string[]) => runPix2pix(['evaluate', '--model', model, '--data', data, ...flags]);

  beforeAll(async () => {
    data = join(folder.path, 'halves');
    for (const half of ['A', 'B']) {
      await mkdir(join(data, 'val', half), { recursive: true });
      await writeFile(join(data, 'val', half, 'good.png'), await encodePng(gray(9)));
    }
  });

  test('leaves bad images out if asked, naming each, and does without training pairs', async () => {
    await writeFile(join(data, 'val/A/empty.png'), '');
    await writeFile(join(data, 'val/B/empty.png'), await encodePng(gray(9)));
    const strict = await evaluate();
    expect(strict).toMatchObject({ exitCode: 2, stdout: '' });
    expect(strict.stderr).toMatch(/^Expected 2 readable image pairs, got 1 bad: empty\. .*empty\.png, got 0 bytes.*$/m);
    const lenient = await evaluate('--skip-bad');
    expect(lenient.exitCode).toBe(0);
    expect(lenient.stdout).toContain(': 1 image\n');
    expect(lenient.stdout).not.toContain('mean target');
    expect(lenient.stderr).toMatch(
      /^Skipped: .*empty\.png.*\nSkipped 1 of the 2 pairs of val\.\nEvaluating without the mean-target baseline: /m,
    );
    for (const half of ['A', 'B']) await rm(join(data, 'val', half, 'empty.png'));
  });

  test('names the files that have no partner, both ways', async () => {
    await writeFile(join(data, 'val/A/left.png'), await encodePng(gray(9)));
    await writeFile(join(data, 'val/B/right.png'), await encodePng(gray(9)));
    const refused = await evaluate();
    expect([refused.exitCode, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(/^Expected 3 readable image pairs, got 2 bad: left, right\. .*--skip-bad\)\.$/m);
    const { exitCode, stdout, stderr } = await evaluate('--skip-bad');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(': 1 image\n')]);
    expect(stderr).toMatch(
      /^Skipped: Expected an image named left in .*B to match .*\nSkipped: .* named right in .*A to match .*$/m,
    );
  });
});

test('the table shows the model next to both baselines, and says what that means', () => {
  const metrics = { l1: 0.07, psnr: 20, ssim: 0.8 };
  const baselines = { input: { l1: 0.14, psnr: 12, ssim: 0.7 }, mean: { l1: 0.3, psnr: 9, ssim: 0.2 } };
  const lines = evaluationTable({ ...metrics, images: 28, baselines }, 'The split val of data');
  expect(lines[0]).toBe('The split val of data: 28 images');
  expect(lines[3]).toBe('the model       0.0700     20.00  0.8000');
  expect(lines.at(-1)).toBe("The model's L1 is 0.50 of the better baseline's: it has learnt something.");
  const worse = evaluationTable({ ...metrics, l1: 0.2, images: 1, baselines: { ...baselines, mean: null } }, 'x').join(
    '\n',
  );
  expect(worse).toContain('it is no better than that');
  expect(worse).not.toContain('mean target');
});
