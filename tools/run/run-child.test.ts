import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';

const runChildAddress = pathToFileURL(path.join(import.meta.dirname, 'run-child.mjs'));

/** A process that runs `script` through runChild, as the npm scripts run the command line. */
function start(script: string) {
  const parent = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { runChild } from '${runChildAddress}';
    process.exitCode = await runChild(process.execPath, ['--eval', ${JSON.stringify(script)}]);`,
  ]);
  let output = '';
  const ready = new Promise<void>((resolve) => {
    parent.stdout.on('data', (data) => {
      output += data;
      resolve();
    });
  });
  const exit = new Promise<number | null>((resolve) => parent.on('close', resolve));
  return { parent, ready, exit, output: () => output };
}

const countSignals = `
  process.on('SIGINT', () => { console.log('SIGINT'); setTimeout(() => process.exit(7), 600); });
  setInterval(() => {}, 1000);
  console.log('ready');`;

test('a signal that npm and the terminal both send reaches the program once, and its exit status is kept', async () => {
  const { parent, ready, exit, output } = start(countSignals);
  await ready;
  parent.kill('SIGINT');
  setTimeout(() => parent.kill('SIGINT'), 50);
  expect(await exit).toBe(7);
  expect(output()).toBe('ready\nSIGINT\n');
});

test('a program that a signal ends gives 128 and the number of the signal', async () => {
  const { parent, ready, exit } = start(`setInterval(() => {}, 1000); console.log('ready');`);
  await ready;
  parent.kill('SIGTERM');
  expect(await exit).toBe(143);
});
