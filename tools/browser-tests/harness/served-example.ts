import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify, stripVTControlCharacters } from 'node:util';

/** An example as Vite builds and serves it. */
export type ServedExample = {
  /** Where it is served. */
  address: string;
  close(): Promise<void>;
};

/** Builds an example by its own configuration, lays files next to it, and serves it on this machine. */
export async function serveExample(
  cwd: string,
  port: number,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<ServedExample> {
  const resolve = createRequire(path.join(cwd, 'package.json')).resolve;
  const vite = path.join(path.dirname(resolve('vite/package.json')), 'bin/vite.js');
  const folder = await mkdtemp(path.join(tmpdir(), 'pix2pix-example-'));
  const env = { ...process.env, NODE_ENV: 'production' };
  const build = [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
  await promisify(execFile)(process.execPath, build, { cwd, env });
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  const preview = [vite, 'preview', '--outDir', folder, '--host', '127.0.0.1', '--port', String(port)];
  const server = spawn(process.execPath, preview, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  return {
    address: await addressOf(server),
    async close() {
      if (server.exitCode === null && server.kill()) await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: stdout as NodeJS.ReadableStream })) {
    const address = /http:\/\/\S+/.exec(stripVTControlCharacters(line))?.[0];
    if (address) return address;
  }
  throw new Error('Expected Vite to say where it serves the example, got nothing.');
}
