import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { InstallError, lineOf, wrongBytes } from './install-error.ts';
import type { PinnedWheel } from './pins.ts';

/**
 * The package index that this machine is set up for, for where there is no pip to ask: PIP_INDEX_URL, UV_DEFAULT_INDEX or
 * pip's own configuration file. `undefined` where none of them names one.
 */
export function configuredIndex(environment: NodeJS.ProcessEnv = process.env, home = homedir()): string | undefined {
  const named = environment.PIP_INDEX_URL || environment.UV_DEFAULT_INDEX || environment.UV_INDEX_URL;
  if (named) return named;
  const files = [
    environment.PIP_CONFIG_FILE,
    join(home, '.config/pip/pip.conf'),
    join(home, '.pip/pip.conf'),
    '/etc/pip.conf',
  ];
  for (const file of files) {
    if (!file || !existsSync(file)) continue;
    const url = /^\s*index-url\s*=\s*(\S+)/m.exec(readFileSync(file, 'utf8'))?.[1];
    if (url !== undefined) return url;
  }
  return undefined;
}

/**
 * Brings a wheel from a package index (PEP 503 and 691) without Python.
 *
 * @throws InstallError of one line where it cannot be had
 */
export async function downloadFromIndex(index: string, wheel: PinnedWheel, into: string): Promise<void> {
  const page = `${index.replace(/\/*$/, '')}/${wheel.name}/`;
  const partial = join(into, `${wheel.file}.partial`);
  try {
    const address = await addressOf(wheel.file, page);
    const response = await get(address);
    const body = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(body, checked(wheel), createWriteStream(partial));
    await rename(partial, join(into, wheel.file));
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof InstallError) throw error;
    throw new InstallError(
      `Could not fetch ${wheel.name} ${wheel.version}: ${reasonOf(error)}. Check the network, or give the file with --wheel.`,
    );
  }
}

/** Where the index says that a file lies; its page lists every file as a link. */
async function addressOf(file: string, page: string): Promise<string> {
  const html = await (await get(page, 'text/html')).text();
  for (const [, link = ''] of html.matchAll(/<a\b[^>]*\bhref="([^"]+)"/g)) {
    const address = new URL(link.replaceAll('&amp;', '&'), page);
    address.hash = '';
    if (decodeURIComponent(address.pathname).endsWith(`/${file}`)) return address.href;
  }
  throw new Error(`the index does not have ${file}`);
}

async function get(address: string, accept = '*/*'): Promise<Response> {
  const response = await fetch(address, { headers: { accept } });
  if (!response.ok) throw new Error(`the index answered ${response.status}`);
  return response;
}

/** Lets bytes through and refuses the end where they were not those that are pinned. */
function checked({ file, sha256 }: PinnedWheel): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(piece, _, done) {
      hash.update(piece);
      done(null, piece);
    },
    flush(done) {
      const got = hash.digest('hex');
      done(got === sha256 ? null : wrongBytes(file, sha256, got));
    },
  });
}

/** fetch hides its reason one level deeper. */
function reasonOf(error: unknown): string {
  const { cause } = error as Error;
  return lineOf(cause instanceof Error && cause.message ? cause : error).replace(/\.$/, '');
}
