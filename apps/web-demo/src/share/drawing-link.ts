import { visible } from '../draw/history.ts';
import { isDrawing, type Operation } from '../draw/operation.ts';
import { checkPaintingTime } from '../draw/painting-time.ts';

/** Longer links break in mail and chat. */
const MAX_LENGTH = 8000;

/**
 * What follows the # of a link to a drawing: its operations as deflated JSON. The part after the # is never sent to
 * a server.
 *
 * @param model the name of the model that it was drawn for, where it comes with the page
 * @throws one line where the drawing is too large for a link, or would not be painted from it
 */
export async function drawingToHash(operations: readonly Operation[], model?: string): Promise<string> {
  const seen = visible(operations);
  const json = new TextEncoder().encode(JSON.stringify(seen));
  const text = toBase64Url(await through(json, new CompressionStream('deflate-raw')));
  if (text.length > MAX_LENGTH) {
    throw new Error(
      `Expected a drawing of at most ${MAX_LENGTH} characters for a link, got ${text.length}. Save it as PNG instead.`,
    );
  }
  checkPaintingTime(seen, 'a drawing for a link');
  return `${model === undefined ? '' : `m=${model}&`}d=${text}`;
}

/** The name of the model that a link's drawing is for, if it says so. */
export function modelFromHash(hash: string): string | undefined {
  return LINK.exec(hash)?.[1];
}

const LINK = /^#?(?:m=([\w-]{1,40})&)?d=([\w-]+)$/;

/**
 * The drawing after the # of a link; undefined where there is none.
 *
 * @throws one line where it is damaged, longer than any that is made here, or takes too long to paint
 */
export async function drawingFromHash(hash: string): Promise<Operation[] | undefined> {
  const text = LINK.exec(hash)?.[2];
  if (text === undefined) return undefined;
  if (text.length > MAX_LENGTH) {
    throw new Error(
      `Expected a drawing of at most ${MAX_LENGTH} characters in the page's address, got ${text.length}. Ask for a link to a simpler one.`,
    );
  }
  const operations = await parsed(text).catch(() => undefined);
  if (!isDrawing(operations)) {
    throw new Error("Expected a valid drawing in the page's address, got a damaged one. Ask for the link again.");
  }
  checkPaintingTime(operations, "a drawing in the page's address");
  return operations;
}

async function parsed(text: string): Promise<unknown> {
  const json = await through(fromBase64Url(text), new DecompressionStream('deflate-raw'));
  return JSON.parse(new TextDecoder().decode(json));
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
