import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { findCompiler } from '../install/compile-addon.ts';
import { compileStderrHolder } from '../install/stderr-holder.ts';
import { withoutQuietLines } from './quietly.ts';

const folder = temporaryFolder();

const LOG = [
  'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n',
  'I0000 00:00:1795928742.154035    7843 port.cc:153] oneDNN custom operations are on.\n',
  'W0000 00:00:1795928742.154035    7843 cpu.cc:1] A warning.\n',
  'E0000 00:00:1795928742.154035    7843 cuda.cc:1] An error.\n',
  'libcuda.so: a line of another library',
];

test("of TensorFlow's log while it is loaded, errors and what is not its log are never lost", () => {
  const left = (level: number) => withoutQuietLines(LOG.join(''), level);
  expect(left(1)).toBe(LOG.slice(2).join(''));
  expect([left(2), left(3)]).toEqual([LOG.slice(3).join(''), LOG.slice(3).join('')]);
});

test('what is written to file descriptor 2 is held back and given, or written after all by a process that ends or dies', async () => {
  const holder = join(folder.path, 'holder.node');
  await compileStderrHolder(await findCompiler(), holder);
  const write = "require('fs').writeSync(2, 'held ');";
  const run = (rest: string) => {
    const script = join(folder.path, 'script.cjs');
    writeFileSync(
      script,
      `const { hold, release } = require(${JSON.stringify(holder)}); if (!hold()) process.exit(9); ${write} ${rest}`,
    );
    const { stderr, stdout, signal } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    return { stderr: stderr.split('\n')[0], stdout, signal };
  };
  expect(run('const text = release(); console.error("after"); console.log(text);')).toEqual({
    stderr: 'after',
    stdout: 'held \n',
    signal: null,
  });
  expect(run('process.exit(0)')).toEqual({ stderr: 'held ', stdout: '', signal: null });
  // Node's own words on its end follow.
  expect(run('process.abort()')).toEqual({ stderr: expect.stringMatching(/^held /), stdout: '', signal: 'SIGABRT' });
});
