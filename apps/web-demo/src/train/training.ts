import type { Engine } from '@pix2pix-ts/engine';
import { type CalledWorker, callWorker } from '../worker/call-worker.ts';
import { startWorker } from '../worker/start-worker.ts';
import type { RunToTrain, TrainCalls, TrainNews } from './train-calls.ts';

/** A run that is being trained in a worker. */
export type Training = {
  readonly engine: Engine;
  /** Ends it after the current step, with a checkpoint. */
  stop(): Promise<unknown>;
  /** Resolves when it is over. @throws one line where it failed, EngineFailed where another engine may go on */
  readonly end: Promise<void>;
};

/** The engine is to blame; the message is what comes after the engine's name. */
export class EngineFailed extends Error {
  override readonly name = 'EngineFailed';
}

/** Begins to train, or resumes; `onNews` gets what happens, one after the other. */
export async function startTraining(run: RunToTrain, onNews: (news: TrainNews) => Promise<void>): Promise<Training> {
  let settle = { resolve: () => {}, reject: (_: Error) => {} };
  const end = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  let last = Promise.resolve();
  const worker: CalledWorker<TrainCalls> = callWorker<TrainCalls>(startWorker('train'), {
    onNews: (news) => {
      last = last.then(() => follow(news as TrainNews)).catch((error) => settle.reject(error));
    },
    onCrash: (reason) => settle.reject(new Error(`Training stopped: ${reason}.`)),
  });
  end.catch(() => {}).finally(() => worker.end());

  async function follow(news: TrainNews): Promise<void> {
    if (news.type === 'failed' && news.byEngine) throw new EngineFailed(news.reason);
    if (news.type === 'failed') throw new Error(`Training stopped: ${news.reason}`);
    await onNews(news);
    if (news.type === 'end') settle.resolve();
  }

  try {
    return { engine: await worker.call('begin', run), stop: () => worker.call('stop', null), end };
  } catch (error) {
    worker.end();
    throw error;
  }
}
