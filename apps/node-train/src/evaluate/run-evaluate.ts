import { sizeText } from '@pix2pix-ts/common';
import { DataError, type Raster, type Split } from '@pix2pix-ts/data';
import type { FolderPairs, StoredReading } from '@pix2pix-ts/data/node';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printNote, printResult } from '../cli/output.ts';
import { type Progress, startProgress } from '../cli/progress.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import { startEngine } from '../engines/start-engine.ts';
import { modelFile } from '../models/model-file.ts';
import { pictureReading } from '../models/picture-reading.ts';
import { readFeatures } from '../models/read-features.ts';
import { usablePairs } from '../pairs/usable-pairs.ts';
import { type EvaluateProgress, evaluateModel } from './evaluate-model.ts';
import { evaluationTable } from './evaluation-table.ts';
import { checkMetrics, chosenMetrics } from './more/choose-metrics.ts';
import { createMoreFigures } from './more/more-figures.ts';
import type { MoreMetricName } from './more/more-metrics.ts';

/** What is asked for. */
export type EvaluateRequest = {
  model: string;
  data: string;
  split: Split | 'all';
  skipBad: boolean;
  metrics?: readonly MoreMetricName[] | undefined;
  features?: readonly string[] | undefined;
  allowNonFinite?: boolean | undefined;
};

/** Evaluates a weights file on a folder's pairs and prints the figures. */
export async function runEvaluate(request: EvaluateRequest, globals: GlobalOptions): Promise<void> {
  const { data, split, skipBad, allowNonFinite } = request;
  const model = await modelFile(request.model);
  const features = await readFeatures(request.features ?? []);
  const names = chosenMetrics(request.metrics, new Set(features.keys()));
  await untilStopped(async (signal) => {
    const stored = (await pictureReading(model))?.pictures;
    const pairs = await usablePairs(data, split, skipBad, signal, { stored });
    const trainPairs = await trainingPairs(data, skipBad, signal, stored);
    const engine = ({ generator }: ModelMetadata) => startEngine(globals, { kind: 'translate', generator });
    const translator = await loadTranslator(model, { engine, allowNonFinite, compile: globals.compile });
    const bars = phaseBars();
    const more = createMoreFigures(names, features);
    try {
      checkMetrics(names, translator.imageSize, pairs.names.length);
      const { onProgress } = bars;
      const evaluation = await evaluateModel({ translator, pairs, trainPairs, more, onProgress, signal });
      bars.stop();
      const what = `${split === 'all' ? 'All pairs' : `The split ${split}`} of ${data} at ${sizeText(translator.imageSize)} px`;
      if (globals.json) printEvent(evaluation);
      else printResult(evaluationTable(evaluation, what));
    } finally {
      bars.stop();
      more.dispose();
      translator.dispose();
    }
  });
}

/** The pairs of the training split; null where the folder has none. */
async function trainingPairs(
  data: string,
  skipBad: boolean,
  signal: AbortSignal,
  stored?: StoredReading,
): Promise<FolderPairs<Raster> | null> {
  try {
    return await usablePairs(data, 'train', skipBad, signal, { stored });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    printNote(`Evaluating without the mean-target baseline: ${error.message}`);
    return null;
  }
}

/** A bar for each phase in its turn. */
function phaseBars(): { onProgress(progress: EvaluateProgress): void; stop(): void } {
  let bar: { phase: string; progress: Progress } | undefined;
  return {
    onProgress({ phase, done, total }) {
      if (bar?.phase !== phase) {
        bar?.progress.stop();
        const title = phase === 'mean' ? 'Averaging targets' : 'Evaluating';
        bar = { phase, progress: startProgress({ title, total, unit: 'images' }) };
      }
      bar.progress.update(done);
    },
    stop() {
      bar?.progress.stop();
      bar = undefined;
    },
  };
}
