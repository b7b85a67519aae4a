import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '@pix2pix-ts/testing/run-command';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { PIX2PIX } from '../testing/run-pix2pix.ts';
import { readSmallInput } from './read-small-input.ts';

const hasPipes = process.platform !== 'win32';
const folder = sharedFolder();
const at = (name: string) => join(folder.path, name);
beforeAll(() => {
  if (hasPipes) execFileSync('mkfifo', [at('pipe')]);
});

test('a file is read as usual, and what is neither file nor pipe is refused', async () => {
  writeFileSync(at('file'), '{"steps":3}');
  expect(await readSmallInput(at('file'))).toBe('{"steps":3}');
  await expect(readSmallInput(at('gone'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(readSmallInput(folder.path)).rejects.toMatchObject({ code: 'EISDIR' });
  if (hasPipes) await expect(readSmallInput('/dev/zero')).rejects.toMatchObject({ code: 'EFTYPE' });
});

test('a pipe is read to its end, up to 16 MiB, and not waited for when nobody writes', async () => {
  if (!hasPipes) return;
  const write = (command: string) => spawn('sh', ['-c', `(${command}) > ${at('pipe')}`]);
  write(`printf '{"steps"'; sleep 0.1; printf ':3}'`);
  expect(await readSmallInput(at('pipe'))).toBe('{"steps":3}');
  write('head -c 16777216 /dev/zero');
  expect(await readSmallInput(at('pipe'))).toHaveLength(2 ** 24);
  write('cat /dev/zero');
  await expect(readSmallInput(at('pipe'))).rejects.toMatchObject({ code: 'E2BIG' });
  await expect(readSmallInput(at('pipe'), 50)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
});

test('train takes a configuration that the shell makes on the spot', async () => {
  const train = [...PIX2PIX, 'train', '--data', folder.path, '--out', at('run')].map((word) => `'${word}'`).join(' ');
  const script = `${train} --config <(echo '{"lambdas": 10}')`;
  const bash = await runCommand('bash', ['-c', script]).catch(() => undefined);
  if (!bash) return; // a system without bash
  expect(bash.stderr).toMatch(
    /^Expected only keys of a configuration in \/dev\/fd\/\d+, got 'lambdas'\. Did you mean lambda/,
  );
});
