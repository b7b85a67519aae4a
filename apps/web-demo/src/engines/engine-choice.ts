import type { EngineName } from '@pix2pix-ts/engine';

/** An engine that a page can run on. */
export type PageEngine = Exclude<EngineName, 'native'>;

/** What the user chose. */
export type EngineChoice = 'auto' | PageEngine;

/** Their names as people know them. */
export const ENGINE_TITLES: Readonly<Record<EngineChoice, string>> = {
  auto: 'Automatic',
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'JavaScript',
};

/** Whether a word, from an address say, names an engine. */
export function isEngineChoice(word: string | null): word is EngineChoice {
  return word !== null && Object.hasOwn(ENGINE_TITLES, word);
}
