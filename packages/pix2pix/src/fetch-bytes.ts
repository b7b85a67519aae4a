import { joinBytes } from '@pix2pix-ts/common';
import { ModelError } from './model-error.ts';

/** How much has come; `total` where the server said how much there is. */
export type FetchProgress = {
  /** Bytes so far. */
  readonly received: number;
  /** Bytes in all; undefined where the server did not say, or sends them compressed. */
  readonly total: number | undefined;
};

/** How a model is fetched. */
export type FetchOptions = {
  /** Called for each piece that arrives. */
  onProgress?: ((progress: FetchProgress) => void) | undefined;
  /**
   * Called with the bytes of each piece that comes, before {@link onProgress}; what it throws ends the fetch and is passed
   * on as it is.
   */
  onPiece?: ((piece: Uint8Array) => void) | undefined;
  /** Ends the fetch with its reason. */
  signal?: AbortSignal | undefined;
  /**
   * Larger files are refused, as soon as their length is announced or that much has come.
   * @default 2 ** 31 - 1
   */
  maxBytes?: number | undefined;
  /**
   * Seconds without a byte after which a host is given up.
   * @default 30
   */
  silenceSeconds?: number | undefined;
  /**
   * Seconds that the complete file may take.
   * @default 3600
   */
  totalSeconds?: number | undefined;
};

/** What `onPiece` threw. */
class Refused {
  readonly reason: unknown;
  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/**
 * Fetches a file. Memory is allocated for what has arrived, never for what a header announces.
 *
 * @throws ModelError where there is no such file, the connection fails, the file is too large or too slow; the signal's
 *   reason when it is aborted, and what `onPiece` throws
 */
export async function fetchBytes(url: string | URL, options: FetchOptions): Promise<Uint8Array> {
  const { onProgress, onPiece, signal, maxBytes = 2 ** 31 - 1, silenceSeconds = 30, totalSeconds = 3600 } = options;
  signal?.throwIfAborted();
  // Not AbortSignal.any and .timeout: Safari has only had them since 2024.
  const end = new AbortController();
  const giveUp = () => end.abort(signal?.reason);
  signal?.addEventListener('abort', giveUp);
  const tooSlow = (text: string) => () => end.abort(new Error(text));
  const total = setTimeout(tooSlow(`it took more than ${totalSeconds} seconds`), limited(totalSeconds));
  const onSilence = tooSlow(`no data came for ${silenceSeconds} seconds`);
  let silence = setTimeout(onSilence, limited(silenceSeconds));
  try {
    const response = await fetch(url, { signal: end.signal });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      throw new Error(`HTTP ${response.status} ${response.statusText}`.trim());
    }
    const announced = announcedLength(response);
    return await readAll(response.body, maxBytes, announced, (piece, received) => {
      clearTimeout(silence);
      try {
        onPiece?.(piece);
      } catch (error) {
        throw new Refused(error);
      }
      silence = setTimeout(onSilence, limited(silenceSeconds));
      onProgress?.({ received, total: announced });
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Refused) throw error.reason;
    const failure = end.signal.aborted ? end.signal.reason : error;
    const { message, cause } = failure as Error & { cause?: { message?: string } };
    throw new ModelError(
      `Could not fetch ${shorten(String(url))}: ${cause?.message || message}. Check the address and the connection.`,
      { cause: failure },
    );
  } finally {
    clearTimeout(total);
    clearTimeout(silence);
    signal?.removeEventListener('abort', giveUp);
  }
}

/** Milliseconds as a timer takes them: longer ones would be over at once. */
function limited(seconds: number): number {
  return Math.min(seconds * 1000, 2 ** 31 - 1);
}

function announcedLength({ headers }: Response): number | undefined {
  const announced = Number(headers.get('content-length') ?? Number.NaN);
  return announced > 0 && !headers.get('content-encoding') ? announced : undefined;
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  announced: number | undefined,
  onReceived: (piece: Uint8Array, received: number) => void,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let received = 0;
  // Not `for await`: Safari's streams cannot be iterated.
  const reader = body.getReader();
  try {
    if (announced !== undefined && announced > maxBytes) throw tooLarge(maxBytes, announced);
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      pieces.push(piece.value);
      received += piece.value.length;
      if (received > maxBytes) throw tooLarge(maxBytes, received);
      onReceived(piece.value, received);
    }
  } catch (error) {
    void reader.cancel().catch(() => {}); // the host is not to send on
    throw error;
  }
  return joinBytes(pieces);
}

function tooLarge(most: number, length: number): Error {
  return new Error(`expected at most ${most} bytes, got ${length} or more`);
}

/** The address as it may appear in a message: a data: URL holds the entire file. */
export function shorten(address: string): string {
  return address.length > 120 ? `${address.slice(0, 117)}...` : address;
}
