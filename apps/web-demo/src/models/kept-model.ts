import { type FetchProgress, fetchBytes } from '@pix2pix-ts/pix2pix';
import { lineOf } from '../worker/calls.ts';
import { createArrivalCheck, MAX_MODEL_BYTES } from './check-arriving.ts';

const CACHE = 'pix2pix-models';

/** How a model is fetched. */
export type FetchModelOptions = {
  signal: AbortSignal;
  onProgress: (progress: FetchProgress) => void;
  /** Called if the model could not be kept: it works, but not offline. */
  onNote: (note: string) => void;
};

/**
 * The bytes of the model at an address: from the copy that was kept where it is still the same or there is no network,
 * fetched and kept otherwise.
 *
 * @throws ModelError of one line; the signal's reason when it is aborted
 */
export async function fetchModel(address: URL, { signal, onProgress, onNote }: FetchModelOptions): Promise<Uint8Array> {
  const kept = await keptModel(address);
  const stamp = await stampOf(address, signal);
  if (kept && (stamp === undefined || stamp === kept.stamp)) return kept.bytes;
  const bytes = await fetchBytes(address, { ...FETCH_LIMITS, signal, onProgress, onPiece: checkPieces(address) });
  await keep(address, bytes, stamp ?? '').catch((error) => {
    onNote(`The model works, but could not be kept for use offline: ${lineOf(error)}`);
  });
  return bytes;
}

/** A host that sends a byte now and then ends too; 2 GB come in this time at 20 Mbit/s. */
const FETCH_LIMITS = { maxBytes: MAX_MODEL_BYTES - 1, silenceSeconds: 20, totalSeconds: 900 };

function checkPieces({ pathname }: URL): (piece: Uint8Array) => void {
  const check = createArrivalCheck();
  return (piece) => {
    try {
      check(piece);
    } catch (error) {
      throw new Error(`Could not load ${pathname.split('/').at(-1)}: ${lineOf(error)}`, { cause: error });
    }
  };
}

/** Seconds after which a host that is silent counts as one that does not answer. */
const STAMP_SECONDS = 10;

/** What distinguishes one version of a file from the next without reading it; undefined where nothing answers. */
async function stampOf(address: URL, signal: AbortSignal): Promise<string | undefined> {
  if (!/^https?:$/.test(address.protocol)) return undefined;
  const end = new AbortController();
  const giveUp = () => end.abort();
  signal.addEventListener('abort', giveUp);
  const timer = setTimeout(giveUp, STAMP_SECONDS * 1000);
  try {
    const { ok, headers } = await fetch(address, { method: 'HEAD', signal: end.signal, cache: 'no-cache' });
    const stamp = ['etag', 'last-modified', 'content-length'].map((name) => headers.get(name) ?? '').join(' ');
    return ok ? stamp : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

async function keptModel(address: URL): Promise<{ bytes: Uint8Array; stamp: string } | undefined> {
  if (!('caches' in globalThis)) return undefined;
  const response = await (await caches.open(CACHE)).match(address).catch(() => undefined);
  if (!response) return undefined;
  return { bytes: new Uint8Array(await response.arrayBuffer()), stamp: response.headers.get('x-stamp') ?? '' };
}

async function keep(address: URL, bytes: Uint8Array, stamp: string): Promise<void> {
  if (!('caches' in globalThis) || !/^https?:$/.test(address.protocol)) return;
  const headers = { 'content-type': 'application/octet-stream', 'x-stamp': stamp };
  await (await caches.open(CACHE)).put(address, new Response(bytes as Uint8Array<ArrayBuffer>, { headers }));
}
