import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endWithThisProcess } from '../run-program.ts';

/** A registry on this machine: its address, and what ends it. */
export type LocalRegistry = { url: string; npmrc: string; stop: () => void };

/**
 * Nobody but this machine reaches it, so everybody may publish. It knows no other registry: what is not ours comes from
 * where npm is configured to take it, and a package of ours can come from nowhere else.
 */
const CONFIG = `storage: ./storage
auth: { htpasswd: { file: ./htpasswd, max_users: -1 } }
uplinks: {}
packages:
  '@pix2pix-ts/*': { access: $all, publish: $all, unpublish: $all }
web: { enable: false }
max_body_size: 200mb
log: { type: stdout, format: pretty, level: warn }
`;

/** Starts an empty registry for @pix2pix-ts on a free port; resolves once it answers. */
export async function startRegistry(folder: string): Promise<LocalRegistry> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'config.yaml'), CONFIG);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const verdaccio = createRequire(import.meta.url).resolve('verdaccio/bin/verdaccio');
  const command = [verdaccio, '--config', path.join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`];
  const child = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece));
  const release = endWithThisProcess(child);
  const stop = () => {
    release();
    child.kill();
  };
  for (let tries = 0; !(await answers(`${url}-/ping`)); tries++) {
    if (child.exitCode !== null || tries === 300) {
      stop();
      throw new Error(`Expected a registry at ${url}, got none. It said:\n${said.trim()}`);
    }
    await delay(200);
  }
  // npm wants some token before it publishes; this registry does not look at it.
  const npmrc = `@pix2pix-ts:registry=${url}\n//127.0.0.1:${port}/:_authToken=nobody\n`;
  return { url, npmrc, stop };
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

/** A port that nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
