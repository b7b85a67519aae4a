import * as v from 'valibot';
import { version } from '../cli/this-command.ts';
import { keepFigures, readKept } from './kept-figures.ts';

const milliseconds = v.pipe(v.number(), v.finite(), v.gtValue(0));
const timesSchema = v.object({ direct: milliseconds, form: milliseconds });

/**
 * Has the engine `webgpu`, which runs, decide how it computes large convolutions: by a measurement that is taken once for each
 * card, so that a run on this machine is repeated, and resumed, with the same bits.
 */
export async function chooseFormsOnce(): Promise<void> {
  const { chooseForms, webgpuAdapter } = await import('@pix2pix-ts/backend-webgpu');
  const card = webgpuAdapter();
  if (!card || card.software) return;
  const measured = { kind: 'forms', card: card.name, version: version() };
  const kept = await readKept(measured, timesSchema);
  const times = await chooseForms(kept);
  if (times && !kept) await keepFigures(measured, times);
}
