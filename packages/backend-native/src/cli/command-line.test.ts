import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { isProcess } from '@pix2pix-ts/common/node';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';

const folder = temporaryFolder();
const COMMAND = [...FROM_SOURCES, join(import.meta.dirname, '../../bin/backend-native.js')];

type Streams = { stdout?: 'pipe' | number; environment?: NodeJS.ProcessEnv };

/** The real command with an empty cache. */
function start(args: readonly string[], { stdout = 'pipe', environment = {} }: Streams = {}) {
  const env = { ...process.env, PIX2PIX_CACHE: folder.path, BACKEND_NATIVE: '', ...environment };
  return spawn(process.execPath, [...COMMAND, ...args], { env, stdio: ['ignore', stdout, 'pipe'] });
}

test('without a reader it ends as it would with one; where results are lost on a full disk, with 1 and one line', async () => {
  if (!existsSync('/dev/full')) return; // where there is no such device
  const unread = start(['--help']);
  unread.stdout?.destroy();
  const full = openSync('/dev/full', 'w');
  const lost = start(['--help'], { stdout: full });
  const ends = [lost, unread].map(async (child) => [await text(child.stderr as Readable), await once(child, 'close')]);
  expect(await Promise.all(ends)).toEqual([
    ['Could not write the results to standard output: ENOSPC. Free some space, or write them elsewhere.\n', [1, null]],
    ['', [0, null]],
  ]);
  closeSync(full);
});

test('stopped, it ends what it runs and leaves nothing half done; what pip says reaches the terminal escaped', async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return; // where nothing can be set up
  // A pip that says something hostile and then waits for ever.
  mkdirSync(join(folder.path, 'bin'));
  const pip = join(folder.path, 'bin/python3');
  writeFileSync(
    pip,
    `#!/bin/sh\n[ "$3" = --version ] && exit 0\nprintf 'a\\033[2J\\342\\200\\256b\\n' >&2\nsleep 1000 & echo $! > "${folder.path}/child"; wait\n`,
  );
  chmodSync(pip, 0o755);
  const environment = {
    PATH: `${join(folder.path, 'bin')}:${process.env.PATH}`,
    PIX2PIX_CACHE: join(folder.path, 'c'),
  };
  const child = start(['install', '--verbose'], { environment });
  let said = '';
  child.stderr?.on('data', (piece) => {
    said += piece;
  });
  const pidFile = join(folder.path, 'child');
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await wait(20);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([143, null]);
  expect(said.split('\n').slice(1)).toEqual(['a\\u{1b}[2J\\u{202e}b', 'Stopped by SIGTERM.', '']);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  expect(isProcess(pid)).toBe(false);
  expect(readdirSync(join(folder.path, 'c/native/v1'))).toEqual([]);
});
