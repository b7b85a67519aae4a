import { fileURLToPath } from 'node:url';
import { ModelError } from '../model-error.ts';

/**
 * The path that a text or an address means; undefined where it is the address of something else. A URL is an address, and so
 * is text that names a scheme and `://`; many paths contain a colon alone. The two kinds of address that are written without
 * slashes begin with words that no folder is likely to have before a colon.
 *
 * @throws ModelError where a `file:` address names another host, or holds an escaped slash: neither is a path
 */
export function pathOf(source: string | URL): string | undefined {
  const text = String(source);
  const isAddress =
    source instanceof URL ||
    /^[a-z][a-z0-9+.-]+:\/\//i.test(text) ||
    /^(data:[^,]*;base64,|blob:(https?|nodedata):)/i.test(text);
  if (!isAddress) return text;
  return /^file:/i.test(text) ? pathOfFile(source) : undefined;
}

function pathOfFile(address: string | URL): string {
  try {
    return fileURLToPath(address);
  } catch (error) {
    const { message } = error as Error;
    throw new ModelError(`Expected the address of a local file, got ${address}: ${message}. Pass its path.`, {
      cause: error,
    });
  }
}
