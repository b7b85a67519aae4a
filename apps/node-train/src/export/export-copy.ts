import { createHash } from 'node:crypto';
import { encodeSafetensors, encodeSafetensorsToBytes } from '@pix2pix-ts/checkpoint';
import { FILE_SYSTEM, FileError, systemCode, writeAtomically } from '@pix2pix-ts/common/node';
import type { ModelCopy } from '@pix2pix-ts/models';
import { type SmallerModel, smallerModel } from '@pix2pix-ts/pix2pix';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { startProgress } from '../cli/progress.ts';
import { startEngine } from '../engines/start-engine.ts';
import { readBytes } from '../files/read-file.ts';
import { type Comparison, compareModels } from './compare-models.ts';
import { type ComparisonInputs, comparisonInputs } from './comparison-inputs.ts';
import type { Exported, ExportJob } from './export-job.ts';
import { exportSummary } from './export-summary.ts';

/** Writes a smaller copy of a model, and says its size and how far its pictures are from the original's. */
export async function exportCopy(to: ModelCopy['weights'], job: ExportJob): Promise<Exported> {
  const { model, out, request, globals, signal } = job;
  const bytes = await readModel(model);
  const copy = smallerModel(bytes, to, model);
  const inputs = await comparisonInputs(request, copy.metadata, signal);
  const comparison = await compare(bytes, copy, inputs, globals, signal);
  const difference = { inputs: inputs.kind, ...rounded(comparison) };
  const written = await write(out, copy, { weights: to, source: sourceOf(bytes), difference });
  const result = { model, out, to, bytes: { original: bytes.length, copy: written }, ...comparison };
  return { result, lines: exportSummary(result, inputs.kind) };
}

async function readModel(path: string): Promise<Uint8Array> {
  try {
    return await readBytes(path, FILE_SYSTEM);
  } catch (error) {
    throw systemCode(error) ? new FileError('read', path, error) : error;
  }
}

/** The copy is loaded from its bytes as everybody will load it. */
async function compare(
  bytes: Uint8Array,
  { entries, fields }: SmallerModel,
  inputs: ComparisonInputs,
  globals: GlobalOptions,
  signal: AbortSignal,
): Promise<Comparison> {
  const original = await loadTranslator(bytes, { engine: () => startEngine(globals) });
  try {
    const copy = await loadTranslator(await encodeSafetensorsToBytes(entries, fields));
    const progress = startProgress({ title: 'Comparing', total: inputs.count, unit: 'images' });
    try {
      return await compareModels({ original, copy, inputs, onProgress: (done) => progress.update(done), signal });
    } finally {
      progress.stop();
      copy.dispose();
    }
  } finally {
    original.dispose();
  }
}

function sourceOf(bytes: Uint8Array): ModelCopy['source'] {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}

/** To three digits: engines differ after those. */
function rounded({ images, mean, max, l1 }: Comparison) {
  return { images, mean: Number(mean.toPrecision(3)), max, l1: Number(l1.toPrecision(3)) };
}

/** Returns how many bytes were written. */
async function write(path: string, { entries, fields }: SmallerModel, copy: ModelCopy): Promise<number> {
  let length = 0;
  async function* counted(pieces: AsyncIterable<Uint8Array>) {
    for await (const piece of pieces) {
      length += piece.length;
      yield piece;
    }
  }
  await writeAtomically(
    path,
    counted(encodeSafetensors(entries, { ...fields, copy: JSON.stringify(copy) }, { check: true })),
  );
  return length;
}
