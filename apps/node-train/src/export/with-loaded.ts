import { loadTranslator, type NodeTranslator } from '@pix2pix-ts/pix2pix/node';
import { startEngine } from '../engines/start-engine.ts';
import type { ExportJob } from './export-job.ts';

/** Loads the model that is to be written, and frees it when that is done. @throws ModelError of one line */
export async function withLoaded<T>(
  { model, globals }: ExportJob,
  use: (translator: NodeTranslator) => Promise<T>,
): Promise<T> {
  const translator = await loadTranslator(model, { engine: () => startEngine(globals) });
  try {
    return await use(translator);
  } finally {
    translator.dispose();
  }
}
