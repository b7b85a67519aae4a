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

/** Runs as on a machine that reaches no registry. */
export async function withoutNetwork<T>(act: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  // Nothing listens on the port "discard" of this machine, and npm is to find out at once.
  Object.assign(process.env, { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0' });
  try {
    return await act();
  } finally {
    for (const key of ['npm_config_registry', 'npm_config_fetch_retries']) delete process.env[key];
    Object.assign(process.env, before);
  }
}
