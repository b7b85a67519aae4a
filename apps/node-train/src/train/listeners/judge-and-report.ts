import { join } from 'node:path';
import { spreadPairs } from '@pix2pix-ts/data';
import type { Evaluation } from '@pix2pix-ts/metrics';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { printEvent, printNote, printResult } from '../../cli/output.ts';
import { type Progress, startProgress } from '../../cli/progress.ts';
import { COMMAND_NAME } from '../../cli/this-command.ts';
import { evaluateModel } from '../../evaluate/evaluate-model.ts';
import { evaluationTable } from '../../evaluate/evaluation-table.ts';
import { MODEL_FILE } from '../../files/index.ts';
import { REPORT_FILE, type RunResult, writeReport } from '../../report/index.ts';
import type { RunData } from '../run-data.ts';
import { dropEvaluation } from '../run-folder.ts';
import { openRunLog } from '../run-log.ts';
import type { RunListener } from './run-listener.ts';

type JudgeOptions = {
  readonly signal: AbortSignal;
  readonly json: boolean;
  /** Whether what is run again and again is compiled. */
  readonly compile: boolean;
};

/** More held-out pairs than these make the figures hardly better, and the end of a run longer. */
const MOST_EVALUATED = 200;

/**
 * At the end evaluates the weights that are on disk on held-out pairs, notes the figures in the log, and writes the
 * report, whose path is the command's result. A run that was stopped by a signal is not evaluated: whoever stopped it is
 * waiting.
 */
export function judgeAndReport(folder: string, data: RunData, options: JudgeOptions): RunListener {
  const { signal, json } = options;
  return {
    async finish({ step }) {
      const evaluation = await judge(folder, step, data, options);
      signal.throwIfAborted();
      if (json) printEvent({ type: 'report', path: REPORT_FILE, evaluation });
      else printResult(join(folder, REPORT_FILE));
    },
  };
}

async function judge(
  folder: string,
  step: number,
  data: RunData,
  { signal, compile }: JudgeOptions,
): Promise<Evaluation | null> {
  if (!data.heldOut || step === 0 || signal.aborted) {
    await writeReport(folder, undefined, { command: COMMAND_NAME });
    return null;
  }
  const images: RunResult[] = [];
  const translator = await loadTranslator(join(folder, MODEL_FILE), { compile });
  let bar: Progress | undefined;
  try {
    const evaluation = await evaluateModel({
      translator,
      pairs: spreadPairs(data.heldOut, MOST_EVALUATED),
      trainPairs: data.train,
      signal,
      onPair: ({ metrics, ...pair }) => images.push({ ...pair, l1: metrics.l1 }),
      onProgress: ({ phase, done, total }) => {
        if (phase === 'mean') return;
        bar ??= startProgress({ title: 'Evaluating', total, unit: 'images' });
        bar.update(done);
      },
    });
    bar?.stop();
    await dropEvaluation(folder, step);
    await (await openRunLog(folder)).append({ type: 'evaluation', step, ...evaluation });
    await writeReport(folder, { images }, { command: COMMAND_NAME });
    printNote(['', ...evaluationTable(evaluation, 'Held-out pairs'), '']);
    return evaluation;
  } finally {
    bar?.stop();
    translator.dispose();
  }
}
