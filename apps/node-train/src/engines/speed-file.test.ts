import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { keepSpeeds, type Measured, readSpeeds } from './speed-file.ts';

const folder = temporaryFolder();
const cacheOfUser = process.env.PIX2PIX_CACHE;
beforeEach(() => {
  process.env.PIX2PIX_CACHE = folder.path;
});
afterEach(() => {
  delete process.env.PIX2PIX_CACHE;
  if (cacheOfUser !== undefined) process.env.PIX2PIX_CACHE = cacheOfUser;
});

const measured: Measured = {
  kind: 'train',
  sizeClass: 13,
  engines: { webgpu: 'a card (driver 1)', wasm: '1.0.0' },
  threads: null,
};
const speeds = { webgpu: 12.5, wasm: 46 };

function theFile(): string {
  const place = join(folder.path, 'engine-speeds/v1');
  const [name = ''] = readdirSync(place);
  return join(place, name);
}

describe('figures that were kept', () => {
  test('are read again, also the reason of what failed', async () => {
    expect(await readSpeeds(measured)).toBeUndefined();
    await keepSpeeds(measured, speeds);
    expect(await readSpeeds(measured)).toEqual(speeds);
    await keepSpeeds(measured, { webgpu: 'not working (x)', wasm: 46 });
    expect(await readSpeeds(measured)).toEqual({ webgpu: 'not working (x)', wasm: 46 });
    expect(readdirSync(join(folder.path, 'engine-speeds/v1'))).toHaveLength(1);
  });

  test.each([
    ['other work', { kind: 'translate' }],
    ['a larger model', { sizeClass: 14 }],
    ['another driver', { engines: { webgpu: 'a card (driver 2)', wasm: '1.0.0' } }],
    ['another version', { engines: { webgpu: 'a card (driver 1)', wasm: '1.1.0' } }],
    ['another engine', { engines: { native: 'TensorFlow', webgpu: 'a card (driver 1)', wasm: '1.0.0' } }],
    ['other threads', { threads: 1 }],
  ] as const)('are not those of %s', async (_, change) => {
    await keepSpeeds(measured, speeds);
    expect(await readSpeeds({ ...measured, ...change })).toBeUndefined();
  });

  test.each([
    ['garbage', () => 'garbage'],
    ['cut off', (text: string) => text.slice(0, -20)],
    ['empty', () => ''],
    ['of another machine', (text: string) => text.replace(/"cores": \d+/, '"cores": 1000')],
    ['without an engine', (text: string) => text.replace('"webgpu": 12.5,', '')],
    ['with a figure below zero', (text: string) => text.replace('12.5', '-1')],
    ['with a figure that is no number', (text: string) => text.replace('12.5', 'null')],
  ])('count for nothing where their file is %s, and are written anew', async (_, spoil) => {
    await keepSpeeds(measured, speeds);
    const text = readFileSync(theFile(), 'utf8');
    expect(spoil(text)).not.toBe(text);
    writeFileSync(theFile(), spoil(text));
    expect(await readSpeeds(measured)).toBeUndefined();
    await keepSpeeds(measured, speeds);
    expect(await readSpeeds(measured)).toEqual(speeds);
  });

  test('are done without where the cache cannot be written to', async () => {
    writeFileSync(join(folder.path, 'engine-speeds'), 'a file in the way');
    await keepSpeeds(measured, speeds);
    expect(await readSpeeds(measured)).toBeUndefined();
  });
});
