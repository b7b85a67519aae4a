import { loadTranslator, type ModelSource, type Translator } from '@pix2pix-ts/pix2pix';
import { use } from 'react';

const translators = new Map<ModelSource, Promise<Translator>>();

/** A model by its name or address, loaded once for all components and kept; until it is there, `<Suspense>` waits. */
export function useTranslator(model: ModelSource): Translator {
  const loading = translators.get(model) ?? loadTranslator(model);
  translators.set(model, loading);
  return use(loading);
}
