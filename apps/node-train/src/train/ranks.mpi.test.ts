import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { type RunOptions, runCommand } from '../testing/run-command.ts';
import { PIX2PIX } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

/** Open MPI refuses root and more ranks than cores unless told, here by the environment; MPICH does not look. */
const ENVIRONMENT = {
  ...{ OMPI_ALLOW_RUN_AS_ROOT: '1', OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1' },
  ...{ OMPI_MCA_rmaps_base_oversubscribe: '1', PRTE_MCA_rmaps_default_mapping_policy: ':oversubscribe' },
};
const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '4', '--backend', 'wasm', '--json'];

let scratch = '';
let data: string[] = [];
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'ranks-'));
  await writePairs(join(scratch, 'pairs'), 7);
  data = ['--data', join(scratch, 'pairs')];
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Runs the command on the ranks that these arguments of mpirun ask for. */
const mpirun = (args: readonly string[], onLine?: RunOptions['onLine']) =>
  runCommand('mpirun', args, { env: { ...process.env, ...ENVIRONMENT }, onLine });

const ranks = (count: number, args: readonly string[], onLine?: RunOptions['onLine']) =>
  mpirun(['-n', String(count), ...PIX2PIX, 'train', ...args], onLine);

const folderOf = (name: string) => join(scratch, name);
const stateOf = (name: string) => readFile(join(folderOf(name), 'state.safetensors'));

/** Both networks' weights of a run, by name. */
async function weightsOf(name: string): Promise<[string, Float32Array][]> {
  const { tensors } = parseSafetensors(await stateOf(name));
  return [...tensors]
    .filter(([tensor]) => tensor.includes('.param.'))
    .map(([tensor, { data: bytes }]) => [tensor, new Float32Array(bytes.slice().buffer)]);
}

/** Before an instance norm the true gradient is zero, and Adam makes steps of its rounding. */
const HAS_NO_GRADIENT = /^discriminator\.param\.block[234]\.bias$/;

describe('train under mpirun', () => {
  test('1, 2 and 4 ranks come to the same weights after five steps, and two equal runs to the same bytes', async () => {
    const runs = [
      ['one', 1],
      ['two', 2],
      ['again', 2],
      ['four', 4],
    ] as const;
    for (const [name, count] of runs) {
      const { exitCode, stdout, stderr } = await ranks(count, [
        ...data,
        ...SMALL,
        '--steps',
        '5',
        '--out',
        folderOf(name),
      ]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr });
      // One rank speaks for all.
      expect(stdout.match(/"type":"end"/g)).toHaveLength(1);
      expect(stderr.match(/Engine:/g)).toHaveLength(1);
    }
    expect((await stateOf('again')).equals(await stateOf('two'))).toBe(true);
    const one = await weightsOf('one');
    expect(one.length).toBeGreaterThan(15);
    for (const name of ['two', 'four']) {
      const other = new Map(await weightsOf(name));
      for (const [tensor, values] of one) {
        if (HAS_NO_GRADIENT.test(tensor)) continue;
        const largest = Math.max(...values.map(Math.abs));
        const difference = Math.max(
          ...values.map((value, i) => Math.abs(value - (other.get(tensor)?.[i] ?? Number.NaN))),
        );
        expect({ name, tensor, isClose: difference <= 1e-5 * largest }).toEqual({ name, tensor, isClose: true });
      }
    }
  });

  test('a rank that is killed ends all, the checkpoint before is whole, and fewer ranks go on from it', async () => {
    const out = folderOf('killed');
    let killed = Number.NaN;
    const result = await ranks(
      3,
      [...data, ...SMALL, '--batch', '6', '--steps', '1000000', '--save-every', '5', '--out', out],
      (line, child) => {
        if (!Number.isNaN(killed) || !line.includes('"checkpoint"')) return;
        killed = Date.now();
        const [, victim] = childrenOf(child.pid as number);
        process.kill(victim as number, 'SIGKILL');
      },
    );
    expect(Date.now() - killed).toBeLessThan(10_000);
    expect(result.exitCode).not.toBe(0);
    const { step } = stepOf(await stateOf('killed'));
    expect(step % 5).toBe(0);
    const resumed = await ranks(2, ['--resume', out, '--steps', String(step + 2), '--backend', 'wasm']);
    expect(resumed).toMatchObject({ exitCode: 0 });
    expect(stepOf(await stateOf('killed'))).toEqual({ step: step + 2, position: 6 * (step + 2) });
  });

  test('Ctrl-C on mpirun ends with a checkpoint', async () => {
    let stopped = false;
    const result = await ranks(
      2,
      [...data, ...SMALL, '--steps', '1000000', '--log-every', '1', '--out', folderOf('stopped')],
      (line, child) => {
        if (!stopped && line.includes('"type":"step"')) child.kill('SIGINT');
        stopped ||= line.includes('"type":"step"');
      },
    );
    expect(result.stderr).toContain('Finishing the step and writing a checkpoint');
    expect(stepOf(await stateOf('stopped')).step).toBeGreaterThan(0);
  });

  test('ranks that were started with another seed are told so before anything is written', async () => {
    const args = [...PIX2PIX, 'train', ...data, ...SMALL, '--steps', '2', '--out', folderOf('other')];
    const { exitCode, stderr } = await mpirun(['-n', '1', ...args, ':', '-n', '1', ...args, '--seed', '2']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Expected the same config.seed on every rank, got 1 on rank 0 and 2 on rank 1.');
    await expect(stateOf('other')).rejects.toThrow('ENOENT');
  });

  test('a batch that the ranks cannot share is refused in one line', async () => {
    const { exitCode, stderr } = await ranks(3, [...data, ...SMALL, '--steps', '2', '--out', folderOf('uneven')]);
    expect(exitCode).toBe(2);
    expect(stderr.match(/Expected a batch that 3 ranks can share, got 4\. Make --batch a multiple of 3/g)).toHaveLength(
      1,
    );
  });
});

/** Where a state stands. */
function stepOf(bytes: Uint8Array): { step: number; position: number } {
  const { metadata } = parseSafetensors(bytes);
  return { step: Number(metadata.step), position: Number(metadata.position) };
}

/** The processes that this one started, in the order of their numbers. */
function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return stdout.trim().split('\n').map(Number);
}
