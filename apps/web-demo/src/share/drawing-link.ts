import { visible } from '../draw/history.ts';
import { isDrawing, type Operation } from '../draw/operation.ts';

/** Longer links break in mail and chat. */
const MAX_LENGTH = 8000;

/**
 * What stands behind the # of a link to a drawing: its operations as deflated JSON. The part behind the # is never sent to
 * a server.
 *
 * @throws one line where the drawing is too large for a link
 */
export async function drawingToHash(operations: readonly Operation[]): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(visible(operations)));
  const text = toBase64Url(await through(json, new CompressionStream('deflate-raw')));
  if (text.length > MAX_LENGTH) {
    throw new Error(
      `Expected a drawing of at most ${MAX_LENGTH} characters for a link, got ${text.length}. Save it as PNG instead.`,
    );
  }
  return `d=${text}`;
}

/**
 * The drawing behind the # of a link; undefined where there is none.
 *
 * @throws one line where it is damaged
 */
export async function drawingFromHash(hash: string): Promise<Operation[] | undefined> {
  const text = /^#?d=([\w-]+)$/.exec(hash)?.[1];
  if (text === undefined) return undefined;
  try {
    const json = await through(fromBase64Url(text), new DecompressionStream('deflate-raw'));
    const operations: unknown = JSON.parse(new TextDecoder().decode(json));
    if (isDrawing(operations)) return operations;
  } catch {}
  throw new Error("Expected a whole drawing in the page's address, got a damaged one. Ask for the link again.");
}

/** A small link must not become a drawing that fills the memory. */
const MAX_BYTES = 4_000_000;

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    pieces.push(piece.value as Uint8Array<ArrayBuffer>);
    length += piece.value.length;
    if (length > MAX_BYTES) throw new Error('too large');
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}
