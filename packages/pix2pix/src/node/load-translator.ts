import { fileURLToPath } from 'node:url';
import { readRegularFile, UNREADABLE } from '@pix2pix-ts/data/node';
import { type LoadTranslatorOptions, loadTranslator as loadAnywhere, translatorOf } from '../load-translator.ts';
import { ModelError } from '../model-error.ts';
import type { Translator } from '../translator.ts';

/**
 * Loads a model as `loadTranslator` of '@pix2pix-ts/pix2pix' does, also from a path or a `file:` address.
 *
 * @throws ModelError of one line where the file cannot be read or is not one of ours; EngineError where no engine works
 */
export async function loadTranslator(
  source: string | URL | Uint8Array | ArrayBuffer,
  options: LoadTranslatorOptions = {},
): Promise<Translator> {
  const path = pathOf(source);
  return path === undefined ? loadAnywhere(source, options) : translatorOf(await readModel(path), path, options);
}

/**
 * A URL is an address, and so is text that names a scheme and `://`; many paths contain a colon alone. The two kinds
 * of address that are written without slashes begin with words that no folder is likely to have before a colon.
 */
function pathOf(source: string | URL | Uint8Array | ArrayBuffer): string | undefined {
  if (typeof source !== 'string' && !(source instanceof URL)) return undefined;
  const text = String(source);
  const isAddress =
    source instanceof URL || /^[a-z][a-z0-9+.-]+:\/\//i.test(text) || /^(data:[^,]*;base64,|blob:https?:)/i.test(text);
  if (!isAddress) return text;
  return /^file:/i.test(text) ? pathOfFile(source) : undefined;
}

/** A `file:` address may name another host, or hold an escaped slash: neither is a path. */
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

async function readModel(path: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new ModelError(`Could not read ${path}: ${UNREADABLE[code] ?? message}. Check the path.`, { cause: error });
  }
}
