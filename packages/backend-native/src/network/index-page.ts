import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { InstallError, lineOf, wrongBytes } from '../install/install-error.ts';
import type { PinnedWheel } from '../install/pins.ts';
import { shownAddress, withoutPassword } from './asked.ts';
import type { WatchOptions } from './run-watched.ts';
import { END_MS, WORD_MS, watchSilence } from './watch-silence.ts';

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
 * Brings a wheel from a package index (PEP 503 and 691) without Python. Where nothing comes for five seconds that is
 * reported, and after thirty it is given up.
 *
 * @throws InstallError of one line where it cannot be had; the signal's reason when it is aborted
 */
export async function downloadFromIndex(
  index: string,
  wheel: PinnedWheel,
  into: string,
  { tell, signal, silence: { wordMs = WORD_MS, endMs = END_MS } = {} }: WatchOptions = {},
): Promise<void> {
  const page = `${index.replace(/\/*$/, '')}/${wheel.name}/`;
  const partial = join(into, `${wheel.file}.partial`);
  const from = `the package index ${shownAddress(index)}`;
  let pieces = 0;
  const silent = new AbortController();
  const stop = signal ? AbortSignal.any([signal, silent.signal]) : silent.signal;
  const onPiece = () => {
    pieces++;
  };
  const onWord = () =>
    tell?.(`No data has come from ${from} for ${wordMs / 1000} seconds: waiting up to ${endMs / 1000} ...`);
  const onEnd = () => silent.abort(new Error(`no data came from ${from} for ${endMs / 1000} seconds`));
  const stopWatching = watchSilence(() => pieces, { onWord, onEnd }, { wordMs, endMs });
  try {
    const address = await addressOf(wheel.file, page, { stop, onPiece });
    const body = await get(address, '*/*', { stop, onPiece });
    await pipeline(body, checked(wheel), createWriteStream(partial), { signal: stop });
    await rename(partial, join(into, wheel.file));
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof InstallError) throw error;
    signal?.throwIfAborted();
    const reason = reasonOf(silent.signal.aborted ? silent.signal.reason : error);
    // Unlike pip, Node goes through no proxy.
    throw new InstallError(
      `Could not fetch ${wheel.name} ${wheel.version}: ${reason}. Check the network, install pip, which goes through a proxy, or pass the file with --wheel.`,
    );
  } finally {
    stopWatching();
  }
}

/** What stops a download, and what is called for each piece of it. */
type Watch = { stop: AbortSignal; onPiece: () => void };

/** Where the index says that a file is; its page lists every file as a link. */
async function addressOf(file: string, page: string, watch: Watch): Promise<string> {
  const html = await text(await get(page, 'text/html', watch));
  for (const [, link = ''] of html.matchAll(/<a\b[^>]*\bhref="([^"]+)"/g)) {
    const address = new URL(link.replaceAll('&amp;', '&'), page);
    address.hash = '';
    if (decodeURIComponent(address.pathname).endsWith(`/${file}`)) return address.href;
  }
  throw new Error(`the index does not have ${file}`);
}

/** The body of an answer, not packed, so that it comes as it is sent. */
async function get(address: string, accept: string, { stop, onPiece }: Watch): Promise<Readable> {
  const { username, password } = new URL(address);
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const authorization = username === '' ? undefined : { authorization: `Basic ${basic}` };
  // fetch takes no address with a password in it.
  const response = await fetch(withoutPassword(address), {
    headers: { accept, 'accept-encoding': 'identity', ...authorization },
    signal: stop,
  });
  onPiece();
  if (!response.ok) throw new Error(`the index answered ${response.status}`);
  return Readable.fromWeb(response.body as ReadableStream).on('data', onPiece);
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
