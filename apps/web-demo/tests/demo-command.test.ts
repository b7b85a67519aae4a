import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { listening } from '@pix2pix-ts/testing/listening';

const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-demo-'));
const text = path.join(folder, 'text.safetensors');
writeFileSync(text, 'this is text, and no model');
afterAll(() => rmSync(folder, { recursive: true }));

/** `npm run demo` with flags, to its end. */
function demo(...flags: string[]): Promise<{ status: number | null; output: string }> {
  const script = path.resolve(import.meta.dirname, '../../../tools/run/demo.mjs');
  const child = spawn(process.execPath, [script, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, output }));
  });
}

test.each([
  [['--model', text], /^Could not use .*text\.safetensors: safetensors file: [^\n]+\n$/],
  [['--model', folder], /^Could not use [^\n]+: it is a folder\. Name the model\.safetensors in it\.\n$/],
  [['--model', `${text}.none`], /^Could not use [^\n]+: there is no such file\. Check the path\.\n$/],
  [['--port', '70000'], /^Expected --port from 0 to 65535, got '70000'\. Change it\.\n$/],
  [['--prot', '1'], /^Unknown option '--prot'\. Use --model FILE and --port N\.\n$/],
])('npm run demo refuses %j in one line, before it builds', async (flags, line) => {
  const { status, output } = await demo(...flags);
  expect(output).toMatch(line);
  expect(status).toBe(2);
});

test('npm run demo names a port that is in use', async () => {
  await listening(createServer(), async (port) => {
    const { status, output } = await demo('--port', String(port));
    expect(output).toBe(`Expected port ${port} to be free, got one in use. Choose another with --port N.\n`);
    expect(status).toBe(2);
  });
});
