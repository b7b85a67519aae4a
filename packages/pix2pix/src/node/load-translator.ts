import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
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

/** A letter alone before a colon is a drive of Windows and no protocol. */
function pathOf(source: string | URL | Uint8Array | ArrayBuffer): string | undefined {
  if (typeof source !== 'string' && !(source instanceof URL)) return undefined;
  const protocol = /^[a-z][a-z0-9+.-]+:/i.exec(String(source))?.[0].toLowerCase();
  if (protocol === 'file:') return fileURLToPath(source);
  return protocol === undefined ? String(source) : undefined;
}

async function readModel(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new ModelError(`Could not read ${path}: ${REASONS[code] ?? message}. Check the path.`, { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is a file and no folder',
  EISDIR: 'it is a folder',
  EACCES: 'access was denied',
  EPERM: 'access was denied',
};
