import { copyFile, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeImage } from '@pix2pix-ts/data/node';
import { runCommand } from '@pix2pix-ts/testing/run-command';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import sharp from 'sharp';
import { PIX2PIX, runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { planTranslation } from './plan-translation.ts';

const folder = sharedFolder();
let model: string;
const at = (...parts: string[]) => join(folder.path, ...parts);

beforeAll(async () => {
  model = at('model.safetensors');
  await writeSmallModel(model);
});

beforeEach(async () => {
  for (const name of ['in', 'out']) await rm(at(name), { recursive: true, force: true });
  await mkdir(at('in'));
  await writePicture(at('in', 'tall.png'), 20, 45);
  await writePicture(at('in', 'wide.jpg'), 64, 10);
});

/** A plain picture in the format of its name. */
async function writePicture(path: string, width: number, height: number): Promise<void> {
  await sharp({ create: { width, height, channels: 3, background: '#37c' } }).toFile(path);
}

/** The file with its header's text changed and as long as before. */
function edited(pattern: RegExp, replacement: string) {
  return (bytes: Buffer): Buffer => {
    const length = Number(bytes.readBigUInt64LE());
    const header = bytes.subarray(8, 8 + length).toString();
    const changed = header.replace(pattern, replacement).trimEnd().padEnd(length);
    expect(changed).not.toBe(header);
    return Buffer.concat([bytes.subarray(0, 8), Buffer.from(changed), bytes.subarray(8 + length)]);
  };
}

describe('translate', () => {
  test('continues to the last image where its reader goes away, as in `| head -2`, and reports a full disk', async () => {
    if (process.platform === 'win32') return; // where there is no such shell
    for (const i of [1, 2, 3, 4, 5, 6]) await copyFile(at('in', 'tall.png'), at('in', `tall${i}.png`));
    const names = (await readdir(at('in'))).map((name) => name.replace('.jpg', '.png'));
    const run = async (out: string, rest: string) => {
      const line = `{ "$@" --json --out ${out} in; echo "ended with $?" >&2; } ${rest}`;
      const command = [...PIX2PIX, 'translate', '--model', model, '--backend', 'cpu'];
      const result = await runCommand('sh', ['-c', line, 'sh', ...command], { cwd: folder.path });
      expect((await readdir(at(out))).sort()).toEqual([...names].sort());
      return { lines: result.stdout.split('\n').length - 1, said: result.stderr.trimEnd().split('\n').slice(-2) };
    };
    expect(await run('out', '| head -2')).toMatchObject({ lines: 2, said: [expect.anything(), 'ended with 0'] });
    if (process.platform !== 'linux') return; // where there is /dev/full
    const lost =
      'Could not write the results to standard output: the disk is full. Free some space and try again (ENOSPC). The work itself was done.';
    expect(await run('out', '> /dev/full')).toEqual({ lines: 0, said: [lost, 'ended with 1'] });
  });

  test('writes NAME.png of the same size for every image of a folder, and leaves the inputs alone', async () => {
    const before = await readFile(at('in', 'tall.png'));
    const { exitCode, stdout, stderr } = await runPix2pix([
      'translate',
      at('in'),
      '--model',
      model,
      '--out',
      at('out'),
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Translated 2 images into .*out in \d+\.\d s\.\n$/);
    expect(stderr).toContain('Engine: ');
    expect(stderr).toContain("The model's training data is under CC0-1.0.");
    expect(await readdir(at('out'))).toEqual(['tall.png', 'wide.png']);
    expect(await decodeImage(at('out', 'tall.png'))).toMatchObject({ width: 20, height: 45 });
    expect(await decodeImage(at('out', 'wide.png'))).toMatchObject({ width: 64, height: 10 });
    expect(await readFile(at('in', 'tall.png'))).toEqual(before);
  });

  test('names and counts images that cannot be read, and translates the others', async () => {
    await writeFile(at('in', 'cut.png'), (await readFile(at('in', 'tall.png'))).subarray(0, 60));
    await writeFile(at('in', 'empty.jpg'), '');
    const args = ['translate', at('in'), '--model', model, '--out', at('out'), '--json', '--backend', 'cpu'];
    const { exitCode, stdout, stderr } = await runPix2pix(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Expected an image in ${at('in', 'empty.jpg')}, got 0 bytes.`);
    expect(stderr).toMatch(/Expected 4 images, got 2 bad: .*cut\.png, .*empty\.jpg\. The others are done\.\n$/);
    expect(await readdir(at('out'))).toEqual(['tall.png', 'wide.png']);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(['image', 'image', 'done', 'error']);
    expect(events[0]).toEqual({ type: 'image', input: at('in', 'tall.png'), output: at('out', 'tall.png') });
    expect(events[2]).toMatchObject({ images: 2, bad: 2, licence: 'CC0-1.0' });
  });

  test.each([
    ['is truncated', (bytes: Buffer) => bytes.subarray(0, -7), /cut short/],
    ['is something else', () => Buffer.from('<!doctype html>'), /not a safetensors file/],
    [
      'has a header longer than the file',
      (bytes: Buffer) => bytes.subarray(0, 100),
      /bytes of header, got a file of 100/,
    ],
    ['has overlapping tensors', edited(/\[768,2816\]/, '[764,2812]'), /begin at 768, .* got 764/],
    ['has a key twice', edited(/"down2\.weight"/, '"down1.weight"'), /down1\.weight/],
    ['misses a tensor', edited(/"down2\.weight"/, '"down9.weight"'), /Expected a tensor 'down2\.weight'.*architecture/],
    ['has a wrong shape', edited(/\[4,4,3,4\]/, '[4,4,4,3]'), /'down1\.weight' of shape \[4,4,3,4\], got \[4,4,4,3\]/],
    ['holds another architecture', edited(/pix2pix-ts\/1/, 'other-gan/7'), /format/],
  ])('refuses a weights file that %s in one line, and writes nothing', async (_, change, message) => {
    const bad = at('bad.safetensors');
    await writeFile(bad, change(await readFile(model)));
    const { exitCode, stdout, stderr } = await runPix2pix(['translate', at('in'), '--model', bad, '--out', at('out')]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
    expect(stderr).toMatch(/^Could not load .*bad\.safetensors: .*\n$/);
    expect(await readdir(folder.path)).not.toContain('out');
  });

  test('does all but the bad entries, each named at the end', async () => {
    const [longest, taken] = ['n'.repeat(252), 'taken.jpg'];
    await writePicture(at('in', taken), 8, 8);
    await mkdir(at('out', 'taken.png'), { recursive: true });
    await mkdir(at('in', 'empty'));
    // Its result's name would have 256 bytes.
    await writePicture(at('in', 'x.png'), 8, 8);
    await rename(at('in', 'x.png'), at('in', longest));
    await writePicture(at('in', 'x.png'), 8, 8);
    const bytes = process.platform === 'linux' ? 'caf%E9.png' : undefined;
    if (bytes) await rename(at('in', 'x.png'), Buffer.from(`${at('in', 'caf')}\xe9.png`, 'latin1'));
    else await rm(at('in', 'x.png'));
    const inputs = [at('none.png'), at('in'), at('in', 'empty'), at('in', longest)];
    const args = ['translate', ...inputs, '--model', model, '--out', at('out'), '--backend', 'cpu'];
    const { exitCode, stdout, stderr } = await runPix2pix(args);
    const done = [...(bytes ? [bytes] : []), 'taken.png', 'tall.png', 'wide.png'];
    expect([exitCode, await readdir(at('out'))]).toEqual([2, done]);
    expect(stdout).toContain(`Translated ${done.length - 1} images`);
    const last = stderr.trimEnd().split('\n').at(-1);
    expect(last).toContain(`Expected ${done.length + 3} images, got 4 bad: `);
    for (const name of ['none.png', 'empty', longest, taken])
      expect(last).toContain(at(name === 'none.png' ? '' : 'in', name));
    expect(stderr).toContain('the name is too long. Choose a shorter one');
  });

  test('refuses a folder for the results that would replace an input', async () => {
    const { exitCode, stderr } = await runPix2pix(['translate', at('in'), '--model', model, '--out', at('in')]);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('Expected --out to be a folder without the inputs'),
    ]);
    expect(await readdir(at('in'))).toEqual(['tall.png', 'wide.jpg']);
  });
});

describe('the plan of a translation', () => {
  test('takes files and folders, each image once', async () => {
    const planned = await planTranslation([at('in', 'wide.jpg'), at('in')], at('out'));
    expect(planned).toEqual({
      bad: [],
      planned: [
        { from: at('in', 'wide.jpg'), to: at('out', 'wide.png') },
        { from: at('in', 'tall.png'), to: at('out', 'tall.png') },
      ],
    });
  });

  test('sees that a folder is another one behind a link', async () => {
    await symlink(at('in'), at('out'));
    await expect(planTranslation([at('in')], at('out'))).rejects.toThrow('a folder without the inputs');
  });

  test('uses the first of several images that would become one file on some system, and names the others', async () => {
    const others = ['Tall.webp', 'caf\u00e9.png', 'cafe\u0301.png'];
    for (const name of others) await writePicture(at('in', name), 8, 8);
    const { planned, bad } = await planTranslation([at('in')], at('out'));
    expect(planned.map(({ from }) => from)).toEqual([
      at('in', 'Tall.webp'),
      at('in', 'cafe\u0301.png'),
      at('in', 'wide.jpg'),
    ]);
    expect(bad).toEqual([
      { from: at('in', 'caf\u00e9.png'), reason: expect.stringContaining('Translate them into separate folders.') },
      { from: at('in', 'tall.png'), reason: expect.stringContaining(`got ${at('in', 'Tall.webp')} and`) },
    ]);
  });

  test('refuses paths that lead to nothing or to no image', async () => {
    await expect(planTranslation([at('none')], at('out'))).rejects.toThrow('got nothing there. Check the path.');
    await expect(planTranslation([at('in')], model)).rejects.toThrow('Expected --out to be a folder, got the file');
    await mkdir(at('out'));
    await expect(planTranslation([at('out')], at('results'))).rejects.toThrow('got an empty folder');
  });
});
