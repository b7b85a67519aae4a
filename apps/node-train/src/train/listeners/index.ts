import type { RunPlan, TrainConfig } from '@pix2pix-ts/trainer';
import type { LiveServer } from '../../live/live-server.ts';
import type { RunData } from '../run-data.ts';
import { judgeAndReport } from './judge-and-report.ts';
import { keepBest } from './keep-best.ts';
import { logLosses } from './log-losses.ts';
import { printJson } from './print-json.ts';
import type { RunListener } from './run-listener.ts';
import { saveCheckpoints } from './save-checkpoints.ts';
import { showProgress } from './show-progress.ts';
import { tellLive } from './tell-live.ts';
import { writeSamples } from './write-samples.ts';
import { writeTable } from './write-table.ts';
import { writesTensorboard, writeTensorboard } from './write-tensorboard.ts';

/** What listeners need to know of a run. */
type ListenedRun = {
  readonly folder: string;
  readonly plan: RunPlan;
  readonly config: TrainConfig;
  /** What config.json says. */
  readonly record: Readonly<Record<string, unknown>>;
  readonly data: RunData;
  /** Steps in all. */
  readonly steps: number;
  readonly json: boolean;
  /** Whether what is run again and again is compiled. */
  readonly compile: boolean;
  readonly signal: AbortSignal;
  /** Whether to write for TensorBoard; a run that once did goes on with it. */
  readonly tensorboard: boolean;
  /** Who is told what is new; undefined unless `--live` asks for it. */
  readonly live: LiveServer | undefined;
};

/** What happens to the events of a run, in this order: what is printed has been written by then. */
export async function listenersOf({
  folder,
  plan,
  config,
  record,
  data,
  steps,
  json,
  compile,
  signal,
  tensorboard,
  live,
}: ListenedRun): Promise<RunListener[]> {
  return [
    await logLosses(folder),
    writeSamples(folder),
    keepBest(folder, config.metric),
    saveCheckpoints(folder, plan),
    ...(json ? [printJson()] : []),
    showProgress(steps),
    ...(live ? [tellLive(live)] : []),
    judgeAndReport(folder, data, { signal, json, compile }),
    // After the last figures.
    writeTable(folder),
    ...(tensorboard || writesTensorboard(folder) ? [writeTensorboard(folder, record)] : []),
  ];
}
