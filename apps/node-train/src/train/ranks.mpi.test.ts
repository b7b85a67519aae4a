import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { isProcess } from '@pix2pix-ts/common/node';
import { mpirun } from '@pix2pix-ts/testing/mpirun';
import type { CommandResult } from '@pix2pix-ts/testing/run-command';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import sharp from 'sharp';
import { PIX2PIX } from '../testing/run-pix2pix.ts';
import { writeNoise, writePairs } from './testing/pairs-folder.ts';
import { stateOf } from './testing/run-weights.ts';
import { expectSameWeights } from './testing/same-weights.ts';
import { trainRanks } from './testing/train-ranks.ts';

const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '4', '--backend', 'wasm', '--json'];

const scratch = sharedFolder();
let data: string[] = [];
beforeAll(async () => {
  await writePairs(join(scratch.path, 'pairs'), 7);
  data = ['--data', join(scratch.path, 'pairs')];
});

const ranks = trainRanks;
const folderOf = (name: string) => join(scratch.path, name);
const stateOfRun = (name: string) => stateOf(folderOf(name));

describe('train under mpirun', () => {
  test('1, 2 and 4 ranks reach the same weights after five steps, and two equal runs the same bytes', async () => {
    await expectSameWeights(scratch.path, [...data, ...SMALL]);
  });

  test.each([
    ['a rank', (_: number, pids: number[]) => pids[1] as number],
    ['mpirun itself', (launcher: number) => launcher],
  ])(
    '%s that is killed ends all, the previous checkpoint is valid, and fewer ranks resume from it',
    async (who, choose) => {
      const out = folderOf(`killed ${who}`);
      let wasKilled = false;
      let pids: number[] = [];
      const result = await ranks(
        3,
        [...data, ...SMALL, '--batch', '6', '--steps', '1000000', '--save-every', '5', '--out', out],
        (line, child) => {
          if (wasKilled || !line.includes('"checkpoint"')) return;
          wasKilled = true;
          pids = ranksOf(child.pid as number);
          process.kill(choose(child.pid as number, pids), 'SIGKILL');
        },
      );
      expect(wasKilled).toBe(true);
      expect(result.exitCode).not.toBe(0);
      expect(pids).toHaveLength(3);
      while (pids.some(isProcess)) await wait(50); // none waits, and none spins, for ever
      const { step } = stepOf(await stateOfRun(`killed ${who}`));
      expect(step % 5).toBe(0);
      const resumed = await ranks(2, ['--resume', out, '--steps', String(step + 2), '--backend', 'wasm']);
      expect(resumed).toMatchObject({ exitCode: 0 });
      expect(stepOf(await stateOfRun(`killed ${who}`))).toEqual({ step: step + 2, position: 6 * (step + 2) });
    },
  );

  test('Ctrl-C on mpirun ends with a checkpoint', () => expectCheckpointAfter('SIGINT', PIX2PIX));

  test('a run in progress holds its folder through its first rank, against ranks that would resume it', async () => {
    const out = folderOf('held');
    let resumed: ReturnType<typeof ranks> | undefined;
    await ranks(2, [...data, ...SMALL, '--steps', '1000000', '--save-every', '1', '--out', out], (line, child) => {
      if (resumed || !line.includes('"checkpoint"')) return;
      resumed = ranks(2, ['--resume', out, '--backend', 'wasm']);
      resumed.finally(() => child.kill('SIGINT'));
    });
    const { exitCode, stderr = '' } = (await resumed) ?? {};
    expect(exitCode).toBe(2);
    expect(
      stderr.match(/Expected no other run in progress in .*held, got process \d+ on .*\. Stop it, or remove/g),
    ).toHaveLength(1);
  });

  test.each([
    ['another seed', ['--seed', '2'], 'config.seed on every rank, got 1 on rank 0 and 2 on rank 1.'],
    ['another width', ['--filters', '3'], 'config.generator.filters on every rank, got 2 on rank 0 and 3 on rank 1.'],
    ['fewer steps', ['--steps', '1'], 'plan.steps on every rank, got 2 on rank 0 and 1 on rank 1.'],
  ])('ranks that were started with %s are told so before anything is written', async (_, other, difference) => {
    const { exitCode, stderr } = await together([], other);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Expected the same ${difference}`);
    await expect(stateOfRun('other')).rejects.toThrow('ENOENT');
  });

  test('ranks that see other images under the same names are told so before anything is written', async () => {
    const machines = await twoMachines('copies');
    await writeNoise(folderOf('copies/there/pairs/train/pair3.png'), 128, 64);
    const flags = ['--data', 'pairs', ...SMALL, '--steps', '2', '--out', folderOf('other')];
    const { exitCode, stderr } = await machines(flags);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /Expected the same sizes of their files \(as a hash\) on every rank, got "\w{8}" on rank 0 and "\w{8}" on rank 1\./,
    );
    await expect(stateOfRun('other')).rejects.toThrow('ENOENT');
  });

  test('only the first rank needs the folder of a run that is resumed, and the weights are those of an uninterrupted run', async () => {
    const machines = await twoMachines('apart');
    const begin = (name: string, steps: string) =>
      machines(['--data', 'pairs', ...SMALL, '--steps', steps, '--out', name]);
    expect(await begin('whole', '4')).toMatchObject({ exitCode: 0 });
    expect(await begin('run', '2')).toMatchObject({ exitCode: 0 });
    const resumed = await machines(['--resume', 'run', '--steps', '4']);
    expect(resumed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Resuming run after step 2.') });
    expect(resumed.stderr).toMatch(/^Engine: wasm,/m); // the run's, on every rank
    expect(await readdir(folderOf('apart/there'))).toEqual(['pairs']);
    const [run, whole] = [parseSafetensors(await stateOfRun('apart/here/run')), await stateOfRun('apart/here/whole')];
    expect([...run.tensors]).toEqual([...parseSafetensors(whole).tensors]);
  });

  test('a rank of another version is told so before anything is read', async () => {
    const [app, copy] = [join(import.meta.dirname, '../..'), folderOf('app')];
    await cp(join(app, 'src'), join(copy, 'src'), { recursive: true });
    await symlink(join(app, 'node_modules'), join(copy, 'node_modules'));
    const manifest = JSON.parse(await readFile(join(app, 'package.json'), 'utf8'));
    await writeFile(join(copy, 'package.json'), JSON.stringify({ ...manifest, version: '0.0.0-other' }));
    const other = [...PIX2PIX.slice(0, -1), join(copy, 'src/index.ts')];
    const args = ['train', '--data', 'nowhere', '--out', folderOf('other')];
    const { exitCode, stderr } = await mpirun(['-n', '1', ...PIX2PIX, ...args, ':', '-n', '1', ...other, ...args]);
    expect(exitCode).toBe(2);
    const versions = `got "${manifest.version}" on rank 0 and "0.0.0-other" on rank 1. Start all of them the same way.`;
    expect(stderr.split(`Expected the same version of pix2pix on every rank, ${versions}`)).toHaveLength(2);
  });

  test('a rank whose machine has no usable library ends all with one line', async () => {
    const empty = folderOf('empty');
    await mkdir(empty);
    // The loader stops at a file of the right name.
    for (const name of ['libmpi.so.40', 'libmpi.so', 'libmpich.so.12', 'libmpi.so.12', 'libmpich.so'])
      await writeFile(join(empty, name), '');
    const { exitCode, stderr } = await together(['env', `LD_LIBRARY_PATH=${empty}`], []);
    expect(exitCode).toBe(2);
    expect(
      stderr.match(
        /Expected an MPI library, as mpirun started this process, got none under .* Install Open MPI or MPICH/g,
      ),
    ).toHaveLength(1);
    await expect(stateOfRun('other')).rejects.toThrow('ENOENT');
  });

  test('a loss that is not finite on one rank stops all with exit code 3, and names the image of that rank', async () => {
    await mkdir(folderOf('extremes/train'), { recursive: true });
    for (const [name, value] of [
      ['black', 0],
      ['white', 255],
    ] as const) {
      const pixels = Uint8Array.from({ length: 64 * 32 * 3 }, () => value);
      await sharp(pixels, { raw: { width: 64, height: 32, channels: 3 } }).toFile(
        folderOf(`extremes/train/${name}.png`),
      );
    }
    const run = (name: string, lambda: number) => {
      const flags = ['--data', folderOf('extremes'), ...SMALL, '--batch', '2', '--steps', '1', '--log-every', '1'];
      return ranks(2, [...flags, '--lambda', String(lambda), '--out', folderOf(name)]);
    };
    // With the mean of both ranks' L1 as the limit of float32, lambda times the larger one is beyond it.
    const { l1 } = JSON.parse(
      (await run('tame', 100)).stdout.split('\n').find((line) => line.includes('"l1"')) as string,
    );
    const { exitCode, stderr } = await run('wild', 3.4028e38 / l1);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('No checkpoint was written yet.');
    expect(
      stderr.match(/Expected finite losses, got NaN or infinity at step 1, on (black|white)\. Look at these images/g),
    ).toHaveLength(1);
  });

  test('a batch that the ranks cannot share is refused in one line', async () => {
    const { exitCode, stderr } = await ranks(3, [...data, ...SMALL, '--steps', '2', '--out', folderOf('uneven')]);
    expect(exitCode).toBe(2);
    expect(stderr.match(/Expected a batch that 3 ranks can share, got 4\. Make --batch a multiple of 3/g)).toHaveLength(
      1,
    );
  });
});

// MPICH's launcher is ended by SIGUSR2 itself, and npm does not hand on the connection to it.
if (isOpenMpi()) {
  test('SIGUSR2 on mpirun ends with a checkpoint', () => expectCheckpointAfter('SIGUSR2', PIX2PIX));

  test('so does Ctrl-C where npm starts the command in a bash, which is replaced by it', async () => {
    await writeFile(join(scratch.path, 'package.json'), JSON.stringify({ scripts: { pix2pix: PIX2PIX.join(' ') } }));
    const npm = ['npm', '--script-shell', 'bash', '--prefix', scratch.path, 'run', 'pix2pix', '--'];
    const { stderr } = await expectCheckpointAfter('SIGINT', npm);
    expect(stderr).not.toContain('Ctrl-C will end this run');
  });

  test('a shell that stays between mpirun and the command is reported, because Ctrl-C would leave no checkpoint', async () => {
    const script = join(scratch.path, 'shell.sh');
    await writeFile(script, '"$@"\nexit $?\n');
    const args = ['train', ...data, ...SMALL, '--steps', '1', '--out', folderOf('shell')];
    const { exitCode, stderr } = await mpirun(['-n', '2', 'sh', script, ...PIX2PIX, ...args]);
    expect(exitCode).toBe(0);
    const warning = /Ctrl-C will end this run without a checkpoint, because mpirun started it through sh,/g;
    expect(stderr.match(warning)).toHaveLength(1);
  });
}

/** Two ranks of a long run leave a checkpoint after a signal to mpirun, and this is what they said. */
async function expectCheckpointAfter(signal: NodeJS.Signals, command: readonly string[]): Promise<CommandResult> {
  const out = await mkdtemp(join(scratch.path, 'stopped-'));
  const args = ['train', ...data, ...SMALL, '--steps', '1000000', '--log-every', '1', '--out', join(out, 'run')];
  let stopped = false;
  const result = await mpirun(['-n', '2', ...command, ...args], (line, child) => {
    if (!stopped && line.includes('"type":"step"')) child.kill(signal);
    stopped ||= line.includes('"type":"step"');
  });
  expect(result.stderr).toContain('Finishing the step and writing a checkpoint');
  expect(stepOf(await stateOf(join(out, 'run'))).step).toBeGreaterThan(0);
  return result;
}

function isOpenMpi(): boolean {
  return spawnSync('mpirun', ['--version'], { encoding: 'utf8' }).stdout.includes('Open MPI');
}

/** Two ranks, the second one started after these words and with these additional flags. */
function together(before: readonly string[], flags: readonly string[]) {
  const args = [...PIX2PIX, 'train', ...data, ...SMALL, '--steps', '2', '--out', folderOf('other')];
  return mpirun(['-n', '1', ...args, ':', '-n', '1', ...before, ...args, ...flags]);
}

/** Two ranks in working directories of their own, each with a copy of the pairs, as on machines that share no disk. */
async function twoMachines(name: string) {
  const folders = [folderOf(`${name}/here`), folderOf(`${name}/there`)];
  for (const folder of folders) await cp(folderOf('pairs'), join(folder, 'pairs'), { recursive: true });
  return (args: readonly string[]) => {
    const [first = [], second = []] = folders.map((folder) => [
      '-n',
      '1',
      '-wdir',
      folder,
      ...PIX2PIX,
      'train',
      ...args,
    ]);
    return mpirun([...first, ':', ...second]);
  };
}

/** The step that a state is at. */
function stepOf(bytes: Uint8Array): { step: number; position: number } {
  const { metadata } = parseSafetensors(bytes);
  return { step: Number(metadata.step), position: Number(metadata.position) };
}

/** The ranks below a launcher, in the order of their numbers: MPICH has a process of its own above them. */
function ranksOf(pid: number): number[] {
  const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  const children = stdout.split('\n').filter(Boolean).map(Number);
  return children.length === 0 ? [pid] : children.flatMap(ranksOf);
}
