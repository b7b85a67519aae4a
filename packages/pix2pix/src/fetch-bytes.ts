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
  /** Called with each piece that comes. */
  onProgress?: ((progress: FetchProgress) => void) | undefined;
  /** Ends the fetch with its reason. */
  signal?: AbortSignal | undefined;
};

/**
 * Fetches a file. Memory is taken for what has come, never for what a header announces.
 *
 * @throws ModelError where there is no such file or the connection fails; the signal's reason when it is aborted
 */
export async function fetchBytes(url: string | URL, { onProgress, signal }: FetchOptions): Promise<Uint8Array> {
  try {
    const response = await fetch(url, signal ? { signal } : {});
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status} ${response.statusText}`.trim());
    const announced = Number(response.headers.get('content-length') ?? Number.NaN);
    const total = announced > 0 && !response.headers.get('content-encoding') ? announced : undefined;
    return await readAll(response.body, (received) => onProgress?.({ received, total }));
  } catch (error) {
    signal?.throwIfAborted();
    const { message, cause } = error as Error & { cause?: { message?: string } };
    throw new ModelError(
      `Could not fetch ${shorten(String(url))}: ${cause?.message || message}. Check the address and the connection.`,
      { cause: error },
    );
  }
}

async function readAll(body: ReadableStream<Uint8Array>, onReceived: (received: number) => void): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let received = 0;
  // Not `for await`: Safari's streams cannot be iterated.
  const reader = body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value);
    received += piece.value.length;
    onReceived(received);
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The address as it may stand in a message: a data: URL holds the whole file. */
export function shorten(address: string): string {
  return address.length > 120 ? `${address.slice(0, 117)}...` : address;
}
