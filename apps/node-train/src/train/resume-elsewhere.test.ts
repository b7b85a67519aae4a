import { readFileSync, renameSync, rmSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodeSafetensorsToBytes, parseSafetensors } from '@pix2pix-ts/checkpoint';
import type { CommandResult } from '@pix2pix-ts/testing/run-command';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '1', '--steps', '1'];

const folder = sharedFolder();
let steps = 1;
beforeAll(async () => {
  await writePairs(join(folder.path, 'data'), 3);
  const { exitCode } = await train(['--data', 'data', '--out', 'run', ...SMALL, '--backend', 'cpu']);
  expect(exitCode).toBe(0);
});

const train = (args: readonly string[]): Promise<CommandResult> => runPix2pix(['train', ...args], { cwd: folder.path });
/** Goes on for one step. */
const resume = (run: string, ...flags: string[]) => train(['--resume', run, '--steps', String(++steps), ...flags]);
const configOf = (run: string) => JSON.parse(readFileSync(join(folder.path, run, 'config.json'), 'utf8'));

describe('a run continues with its engine', () => {
  test('and with another one only where --backend asks for it, which is reported', async () => {
    const same = await resume('run');
    expect(same.exitCode).toBe(0);
    expect(same.stderr).toMatch(/^Engine: cpu,/m);
    expect(same.stderr).not.toContain('the last bit');

    const asked = await resume('run', '--backend', 'wasm', '--threads', '1');
    expect(asked.stderr).toMatch(/^Engine: wasm, 1 thread/m);
    expect(asked.stderr).toMatch(
      /^The run was trained on cpu, .* so far, and continues with wasm, 1 thread, .*: from here on its values are not bit-identical\.$/m,
    );

    // The number of threads changes nothing in what wasm computes, and is as it was asked for.
    const again = await resume('run');
    expect(again.stderr).toMatch(/^Engine: wasm, 1 thread,/m);
    const threads = await resume('run', '--threads', '2');
    expect(threads.stderr).toMatch(/^Engine: wasm, 2 threads/m);
    expect(threads.stderr).not.toContain('the last bit');
    expect(configOf('run')).toMatchObject({ engine: expect.stringMatching(/^wasm, 2 threads/), pairs: 3 });
  });

  test('whose name an older state leaves to config.json', async () => {
    await cp(join(folder.path, 'run'), join(folder.path, 'old'), { recursive: true });
    await rewritePlan('old', ({ engine: _, pairs: __, ...plan }) => plan);
    await writeFile(join(folder.path, 'old/config.json'), JSON.stringify({ ...configOf('old'), engine: 'cpu, plain' }));
    const { exitCode, stderr } = await resume('old');
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^Engine: cpu,/m);
  });

  test('or says that it does not work here, and uses another one', async () => {
    await cp(join(folder.path, 'run'), join(folder.path, 'native'), { recursive: true });
    const description = 'native, TensorFlow 2.21.0, on the processor';
    await rewritePlan('native', (plan) => ({ ...plan, engine: { name: 'native', description } }));
    const env = { ...process.env, PIX2PIX_CACHE: join(folder.path, 'empty') };
    const args = ['train', '--resume', 'native', '--steps', String(++steps)];
    const { exitCode, stderr } = await runPix2pix(args, { cwd: folder.path, env });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^The engine of this run, native, does not work here: using another one\.$/m);
    expect(stderr).toMatch(/^Engine: wasm, .*; native is not set up/m);
    expect(stderr).toContain(`The run was trained on ${description} so far, and continues with wasm, `);
  });
});

describe('the pairs of a run that is resumed', () => {
  test('are asked for with --data where their folder is gone, and found there', async () => {
    renameSync(join(folder.path, 'data'), join(folder.path, 'moved'));
    const gone = await resume('run');
    renameSync(join(folder.path, 'moved'), join(folder.path, 'data'));
    expect(gone.exitCode).toBe(2);
    expect(gone.stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^Expected a folder at data.* If the pairs of run have moved, name their folder with --data DIR\.$/,
    );
  });

  test('are asked for with --data where their number has changed', async () => {
    rmSync(join(folder.path, 'data/train/pair2.png'));
    const fewer = await resume('run');
    expect(fewer.exitCode).toBe(2);
    expect(fewer.stderr.trimEnd().split('\n').at(-1)).toBe(
      'Expected the 3 pairs of data that run was trained on, got 2. Restore them, or name the folder to continue with as --data DIR; --data data continues with what is there.',
    );
    const asked = await resume('run', '--data', 'data');
    expect(asked.exitCode).toBe(0);
    expect(asked.stderr).toMatch(/^Continuing with 2 pairs; so far there were 3\.$/m);
    const after = await resume('run');
    expect(after.exitCode).toBe(0);
    expect(after.stderr).not.toContain('so far there were');
  });
});

type Plan = Readonly<Record<string, unknown>>;

/** Writes the state of a run again with another plan. */
async function rewritePlan(run: string, change: (plan: Plan) => Plan): Promise<void> {
  const path = join(folder.path, run, 'state.safetensors');
  const { tensors, metadata } = parseSafetensors(readFileSync(path));
  const plan = JSON.stringify(change(JSON.parse(metadata.plan as string)));
  const entries = [...tensors].map(([name, { dtype, shape, data }]) => ({ name, dtype, shape, read: () => data }));
  await writeFile(path, await encodeSafetensorsToBytes(entries, { ...metadata, plan }));
}
