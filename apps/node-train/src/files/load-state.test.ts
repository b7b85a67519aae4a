import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { encodeSafetensorsToBytes } from '@pix2pix-ts/checkpoint';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { loadState } from './load-state.ts';
import { PREVIOUS_STATE_FILE, STATE_FILE } from './save-checkpoint.ts';

const folder = temporaryFolder();
const newest = () => join(folder.path, STATE_FILE);
beforeEach(async () => {
  writeFileSync(join(folder.path, PREVIOUS_STATE_FILE), await stateOf(1));
  writeFileSync(newest(), await stateOf(2));
});

/** A state of a weight and its moments, with a check unless it is one of an earlier version. */
function stateOf(step: number, values = [0.5, 0.05, 0.001], check = true): Promise<Uint8Array> {
  const entries = ['param', 'm', 'v'].map((group, i) => ({
    name: `generator.${group}.final.bias`,
    dtype: 'F32' as const,
    shape: [1],
    read: () => new Uint8Array(Float32Array.of(values[i] as number).buffer),
  }));
  return encodeSafetensorsToBytes(entries, { step: String(step) }, { check });
}

test('the newest state is used, also one of an earlier version, which has no checksum', async () => {
  expect(await loadState(folder.path)).toMatchObject({ file: STATE_FILE, state: { metadata: { step: '2' } } });
  writeFileSync(newest(), await stateOf(3, undefined, false));
  expect(await loadState(folder.path)).toMatchObject({ file: STATE_FILE, state: { metadata: { step: '3' } } });
});

test('whichever bit of the newest state has flipped, it is reported, and the previous state is used', async () => {
  const sound = readFileSync(newest());
  for (let bit = 0; bit < 8 * sound.length; bit += 7) {
    const flipped = Buffer.from(sound);
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    writeFileSync(newest(), flipped);
    const { file, state, because } = await loadState(folder.path);
    // A bit that changes nothing of what is read, as that of a letter's case in an escape, need not be reported.
    if (file === STATE_FILE) expect([bit, state.metadata.step]).toEqual([bit, '2']);
    else expect(because).toMatch(/^.*state\.safetensors is damaged: [^\n]+$/);
    if (bit >= 8 * (sound.length - 12)) expect(file).toBe(PREVIOUS_STATE_FILE); // the values themselves
  }
});

test.each([
  ['a weight', [Number.NaN, 0, 0], 'param', 'NaN'],
  ['the first moment', [0, Number.NEGATIVE_INFINITY, 0], 'm', '-Infinity'],
  ['the second moment', [0, 0, Number.POSITIVE_INFINITY], 'v', 'Infinity'],
])('a state whose file is valid but that has no number in %s is skipped', async (_, values, group, shown) => {
  for (const check of [true, false]) {
    writeFileSync(newest(), await stateOf(2, values, check));
    expect(await loadState(folder.path)).toMatchObject({
      file: PREVIOUS_STATE_FILE,
      isDamaged: true,
      because: `${newest()} is damaged: Tensor "generator.${group}.final.bias": expected finite values, got ${shown} as value 0. The file is damaged, or training diverged; use an earlier checkpoint.`,
    });
  }
});

test('a state that its reader cannot resume from is skipped, and where none is left both are reported', async () => {
  const check = ({ metadata }: { metadata: Readonly<Record<string, string>> }) => {
    if (Number(metadata.step) > 1) throw new Error('too new');
  };
  expect(await loadState(folder.path, undefined, check)).toMatchObject({ file: PREVIOUS_STATE_FILE, isDamaged: true });
  cpSync(newest(), join(folder.path, PREVIOUS_STATE_FILE));
  await expect(loadState(folder.path, undefined, check)).rejects.toThrow(
    /^Expected a valid state\.safetensors or .*is damaged: too new; .*is damaged: too new\)\. Start a new run in another folder\.$/,
  );
});

test('a state that is missing is not damaged: nothing has to be removed', async () => {
  rmSync(newest());
  expect(await loadState(folder.path)).toMatchObject({ file: PREVIOUS_STATE_FILE, isDamaged: false });
});
