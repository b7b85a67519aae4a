import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { joinSideBySide } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { smallMetadata } from '@pix2pix-ts/testing-models';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { exportSummary } from './export-summary.ts';
import { formulaImage } from './formula-images.ts';

const folder = sharedFolder();
let model: string;
const at = (...parts: string[]) => join(folder.path, ...parts);
const runExport = (...flags: string[]) => runPix2pix(['export', ...flags, '--backend', 'cpu']);

beforeAll(async () => {
  model = at('model.safetensors');
  await writeSmallModel(model, smallMetadata({ training: { preset: 'fast', steps: 7 } }));
  await mkdir(at('data/val'), { recursive: true });
  for (const i of [1, 2, 3]) {
    const pair = { a: formulaImage(i, 32), b: formulaImage(i + 1, 32) };
    await writeFile(at(`data/val/${i}.png`), await encodePng(joinSideBySide(pair)));
  }
});

/** What a refused command says: exit code 2, nothing on stdout; the folder stays as it was. */
async function refusal(...flags: string[]): Promise<string> {
  const before = await readdir(folder.path);
  const { exitCode, stdout, stderr } = await runExport(...flags);
  expect([exitCode, stdout, await readdir(folder.path)]).toEqual([2, '', before]);
  expect(stderr.trimEnd()).not.toContain('\n');
  return stderr.trimEnd();
}

describe('export', () => {
  test('writes a copy of a quarter of the size next to the model, with what it is in its metadata, and says how its pictures differ', async () => {
    const { exitCode, stdout } = await runExport('--model', model, '--to', 'int8');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Wrote .*model\.int8\.safetensors: int8, \d+\.\d kB instead of \d+\.\d kB \(2\d %\)\.\n/);
    expect(stdout).toMatch(/\nOn 8 generated pictures the copy's values differ by \S+ of 255 on average and/);
    const original = await readFile(model);
    const { metadata, tensors } = parseSafetensors(await readFile(at('model.int8.safetensors')));
    const { copy, ...rest } = parseModelMetadata(metadata);
    expect(rest).toEqual(smallMetadata({ training: { preset: 'fast', steps: 7 } }));
    expect(copy).toEqual({
      weights: 'int8',
      source: { sha256: createHash('sha256').update(original).digest('hex'), bytes: original.length },
      difference: {
        images: 8,
        inputs: 'generated pictures',
        mean: expect.any(Number),
        max: expect.any(Number),
        l1: expect.any(Number),
      },
    });
    expect(tensors.get('up1.weight.scale')).toMatchObject({ dtype: 'F32', shape: [1, 1, 32, 1] });
    expect(await readdir(folder.path)).toEqual(['data', 'model.int8.safetensors', 'model.safetensors']);
  });

  test('compares on held-out pairs, and keeps every text of the original', async () => {
    const out = at('small.safetensors');
    const args = ['--model', model, '--to', 'float16', '--out', out, '--data', at('data'), '--limit', '2', '--json'];
    const { exitCode, stdout } = await runExport(...args);
    expect(exitCode).toBe(0);
    const result = JSON.parse(stdout);
    const bytes = { original: (await stat(model)).size, copy: (await stat(out)).size };
    expect(result).toMatchObject({ model, out, to: 'float16', images: 2, bytes });
    expect(bytes.copy).toBeLessThan(0.55 * bytes.original);
    expect(result.max).toBeLessThanOrEqual(1);
    expect(result.mean).toBeCloseTo(result.l1 * 127.5, 10);
    expect(Math.abs(result.toTarget.original - result.toTarget.copy)).toBeLessThanOrEqual(result.l1 + 1e-12);
    const { copy: _, ...kept } = parseSafetensors(await readFile(out)).metadata;
    expect(kept).toEqual({ ...parseSafetensors(await readFile(model)).metadata });
    await rm(out);
  });

  test('gives files that translate and evaluate as the original does, within what was stated', async () => {
    const out = at('copy.safetensors');
    const { stdout } = await runExport('--model', model, '--to', 'int8', '--out', out, '--data', at('data'), '--json');
    const { toTarget, l1 } = JSON.parse(stdout);
    const evaluate = async (file: string) => {
      const args = ['evaluate', '--model', file, '--data', at('data'), '--backend', 'cpu', '--json'];
      return JSON.parse((await runPix2pix(args)).stdout).l1;
    };
    expect(await evaluate(model)).toBeCloseTo(toTarget.original, 10);
    expect(await evaluate(out)).toBeCloseTo(toTarget.copy, 10);
    expect(Math.abs(toTarget.original - toTarget.copy)).toBeLessThanOrEqual(l1);
    const args = ['translate', at('data/val/1.png'), '--model', out, '--out', at('out'), '--backend', 'cpu'];
    expect(await runPix2pix(args)).toMatchObject({ exitCode: 0 });
    expect(await readdir(at('out'))).toEqual(['1.png']);
    await rm(at('out'), { recursive: true });
    // A copy may be written again.
    expect(await runExport('--model', model, '--to', 'float16', '--out', out)).toMatchObject({ exitCode: 0 });
    await rm(out);
  });

  test('refuses to write over the model, another file or a folder', async () => {
    expect(await refusal('--model', model, '--to', 'int8', '--out', model)).toBe(
      `Expected --out to differ from the model, got ${model}, which is the model. Choose another name.`,
    );
    const other = at('other.safetensors');
    await copyFile(model, other);
    expect(await refusal('--model', model, '--to', 'int8', '--out', other)).toBe(
      `Expected a new file or a smaller copy at ${other}, got a different file. Choose another name for --out.`,
    );
    expect(await readFile(other)).toEqual(await readFile(model));
    expect(await refusal('--model', model, '--to', 'int8', '--out', folder.path)).toContain('got the folder');
    expect(await refusal('--model', model, '--to', 'int8', '--out', at('none/x'))).toContain('got none at ');
    await rm(other);
  });

  test('refuses what it cannot use, in one line', async () => {
    expect(await refusal('--model', at('none'), '--to', 'int8')).toMatch(
      /^Could not read .*none: there is no such file/,
    );
    expect(await refusal('--model', model, '--to', 'int4')).toMatch(
      /^Expected --to to be one of float16, int8, .*, got 'int4'\. Did you mean int8\?/,
    );
    expect(await refusal('--model', model, '--to', 'int8', '--data', at('x'), '--images', at('y'))).toBe(
      'Expected --data or --images, got both. Leave one out.',
    );
    expect(await refusal('--model', model, '--to', 'int8', '--out', at('o'), '--images', at('none.png'))).toBe(
      `Expected an image or a folder at ${at('none.png')}, got nothing there. Check the path.`,
    );
    const copy = at('a copy.safetensors');
    await runExport('--model', model, '--to', 'float16', '--out', copy, '--images', at('data/val'));
    expect(await refusal('--model', copy, '--to', 'int8')).toBe(
      `Could not load ${copy}: Expected a model as it was trained, got a copy in float16. Use the file that the copy was made from.`,
    );
    const large = await readFile(model);
    large.set(new Uint8Array(Float32Array.of(1e6).buffer), large.length - 4);
    await writeFile(at('large.safetensors'), large);
    expect(await refusal('--model', at('large.safetensors'), '--to', 'float16')).toMatch(
      /^Could not load .*: Tensor "up4\.weight": expected values of at most 65504, got 1000000\. Use 8 bits, or keep float32\.$/,
    );
  });
});

test('the summary says the sizes, the differences and what they mean against the targets', () => {
  const result = { model: 'm', out: 'o', to: 'int8', bytes: { original: 16e6, copy: 4.1e6 }, images: 27 } as const;
  const toTarget = { original: 0.10429, copy: 0.10431 };
  expect(exportSummary({ ...result, mean: 0.0991, max: 4, l1: 0.000777, toTarget }, 'held-out pairs')).toEqual([
    'Wrote o: int8, 4.1 MB instead of 16.0 MB (26 %).',
    "On 27 held-out pairs the copy's values differ by 0.099 of 255 on average and by 4 at most; L1 0.00078.",
    'L1 to the targets: 0.1043 for the original, 0.1043 for the copy.',
  ]);
});
