import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';

const runChildAddress = pathToFileURL(path.join(import.meta.dirname, 'run-child.mjs'));

/** A process that runs `script` through runChild, as the npm scripts run the command line; its clock is stopped. */
function start(script: string) {
  const parent = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `Date.now = () => 0;
    import { runChild } from '${runChildAddress}';
    process.exitCode = await runChild(process.execPath, ['--eval', ${JSON.stringify(script)}]);`,
  ]);
  let output = '';
  parent.stdout.on('data', (data) => {
    output += data;
  });
  const said = async (word: string) => {
    while (!output.includes(word)) await once(parent.stdout, 'data');
  };
  const exit = new Promise<number | null>((resolve) => parent.on('close', resolve));
  return { parent, said, exit, output: () => output };
}

const countSignals = `
  process.on('SIGINT', () => console.log('SIGINT'));
  process.on('SIGTERM', () => process.exit(7));
  setInterval(() => {}, 1000);
  console.log('ready');`;

test('a signal that npm and the terminal both send reaches the program once, and its exit status is kept', async () => {
  const { parent, said, exit, output } = start(countSignals);
  await said('ready');
  parent.kill('SIGINT');
  await said('SIGINT');
  parent.kill('SIGINT');
  parent.kill('SIGTERM');
  expect(await exit).toBe(7);
  expect(output()).toBe('ready\nSIGINT\n');
});

test('a program that a signal ends gives 128 and the number of the signal', async () => {
  const { parent, said, exit } = start(`setInterval(() => {}, 1000); console.log('ready');`);
  await said('ready');
  parent.kill('SIGTERM');
  expect(await exit).toBe(143);
});
