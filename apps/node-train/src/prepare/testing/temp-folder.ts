import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs with a new folder that is gone afterwards. */
export async function withTempFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'pix2pix-prepare-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs as on a machine that reaches no registry: nothing listens on the port "discard" of this machine. */
export function withoutNetwork<T>(act: () => Promise<T>): Promise<T> {
  return withRegistry('http://127.0.0.1:9', act);
}

/** Runs with another registry, which npm asks once. */
export async function withRegistry<T>(address: string, act: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, { npm_config_registry: address, npm_config_fetch_retries: '0' });
  try {
    return await act();
  } finally {
    for (const key of ['npm_config_registry', 'npm_config_fetch_retries']) delete process.env[key];
    Object.assign(process.env, before);
  }
}
