import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { decodeImage } from '@pix2pix-ts/data/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import sharp from 'sharp';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';

const cwd = sharedFolder();
const at = (name: string) => join(cwd.path, name);
beforeAll(async () => {
  await writeSmallModel(at('model.safetensors'));
  await sharp({ create: { width: 20, height: 20, channels: 3, background: '#37c' } }).toFile(at('a.png'));
  const bytes = readFileSync(at('model.safetensors'));
  bytes.writeFloatLE(Number.NaN, bytes.length - 4);
  writeFileSync(at('nan.safetensors'), bytes);
});

const run = (...args: string[]) => runPix2pix([...args, '--backend', 'cpu'], { cwd: cwd.path });

test('a model with NaN is refused by every command that uses its weights, and accepted where that is asked for', async () => {
  for (const dir of ['data/val', 'data/train']) mkdirSync(at(dir), { recursive: true });
  const pair = await sharp(at('a.png')).resize(64, 32, { fit: 'fill' }).toBuffer();
  for (const dir of ['val', 'train']) writeFileSync(at(`data/${dir}/1.png`), pair);
  const line =
    /^Could not load nan\.safetensors: Tensor "[\w.]+": expected finite values, got NaN as value \d+\. [^\n]+\n$/m;
  for (const args of [
    ['translate', 'a.png', '--model', 'nan.safetensors', '--out', 'refused'],
    ['evaluate', '--data', 'data', '--model', 'nan.safetensors'],
    ['export', '--model', 'nan.safetensors', '--to', 'int8', '--out', 'copy.safetensors'],
  ])
    expect([args[0], await run(...args)]).toEqual([
      args[0],
      expect.objectContaining({ exitCode: 2, stdout: '', stderr: expect.stringMatching(line) }),
    ]);
  expect(readdirSync(cwd.path)).not.toContain('refused');
  const asked = await run('translate', 'a.png', '--model', 'nan.safetensors', '--out', 'black', '--allow-non-finite');
  expect(asked).toMatchObject({ exitCode: 0 });
  expect(await decodeImage(at('black/a.png'))).toMatchObject({ width: 20, height: 20 });
});

test('a pipe as model, list, list entry or picture is refused and not waited for', async () => {
  if (process.platform === 'win32') return; // which has no such things in folders
  execFileSync('mkfifo', [at('pipe')]);
  writeFileSync(at('list.jsonl'), '{"a":"pipe"}\n{"a":"a.png"}\n');
  const what = 'it is a pipe, a socket or a device, not a file';
  const model = ['--model', 'model.safetensors'];
  const ends = {
    model: await run('translate', 'a.png', '--model', 'pipe', '--out', 'o1'),
    list: await run('translate', '--list', 'pipe', ...model, '--out', 'o2'),
    entry: await run('translate', '--list', 'list.jsonl', ...model, '--out', 'o3'),
    picture: await run('translate', 'pipe', 'a.png', ...model, '--out', 'o4'),
  };
  for (const [name, { exitCode, stderr }] of Object.entries(ends)) {
    expect([name, stderr]).toEqual([name, expect.stringContaining(what)]);
    expect([name, exitCode === 0]).toEqual([name, false]);
  }
  const config = await run('train', '--data', 'data', '--config', 'pipe', '--out', 'o5');
  expect(config).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^Could not read pipe: it is a pipe that nobody wrote to\. .*\n$/),
  });
  expect(readdirSync(at('o3'))).toContain('a.png'); // the others are done
  expect(readdirSync(at('o4'))).toEqual(['a.png']);
});

test('pictures of 12 bits in 16 are reported once per run, in training, from a folder and from a list', async () => {
  for (const split of ['train', 'val']) mkdirSync(at(`dark/${split}`), { recursive: true });
  const samples = Uint16Array.from({ length: 64 * 32 }, (_, i) => 2 * i); // up to 4094
  const dark = await sharp(samples, { raw: { width: 64, height: 32, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
  for (const name of ['train/1.png', 'train/2.png', 'val/1.png']) writeFileSync(at(`dark/${name}`), dark);
  writeFileSync(at('dark.jsonl'), '{"a":"dark/train/1.png"}\n{"a":"dark/train/2.png"}\n');
  const model = ['--model', 'model.safetensors'];
  for (const args of [
    ['translate', 'dark/train', ...model, '--out', 'd1'],
    ['translate', '--list', 'dark.jsonl', ...model, '--out', 'd2'],
    ['train', '--data', 'dark', '--out', 'd3', '--preset', 'fast', '--size', '32', '--filters', '2', '--steps', '2'],
  ]) {
    const { exitCode, stderr } = await run(...args);
    const notes = stderr.split('\n').filter((line) => line.startsWith('No sample of '));
    expect([exitCode, notes]).toEqual([0, [expect.stringContaining('is above 4094 of 65535, so it comes out nearly')]]);
  }
});
