import { join } from 'node:path';
import { encodeSafetensors, tensorEntries } from '@pix2pix-ts/checkpoint';
import { encodePng } from '@pix2pix-ts/data/node';
import type { CheckpointEvent, EndEvent, SampleEvent, SavedTensors, StepEvent, TrainEvent } from '@pix2pix-ts/trainer';
import { printEvent, printNote } from '../cli/output.ts';
import { startProgress } from '../cli/progress.ts';
import { saveCheckpoint, writeWhole } from '../files/index.ts';
import { sampleGrid } from '../pictures/index.ts';
import { describeLosses } from './loss-names.ts';
import { PLAN_FIELD } from './resume-run.ts';
import { samplePath } from './run-folder.ts';
import { openRunLog } from './run-log.ts';
import type { RunPlan } from './train-flags.ts';

/**
 * Reads a run's events to their end: progress to the terminal, losses to the log, samples and checkpoints to the disk.
 * Where the log or a sample cannot be written, training is asked to end, so that its last checkpoint comes first.
 *
 * @throws what training or writing fails with; the last checkpoint is whole then
 */
export async function recordRun(
  folder: string,
  plan: RunPlan,
  events: AsyncIterable<TrainEvent>,
  { steps, json, end }: { steps: number; json: boolean; end: (because: unknown) => void },
): Promise<EndEvent> {
  const log = await openRunLog(folder);
  const progress = startProgress({ title: 'Training', total: steps, unit: 'steps' });
  let saved = 0;
  let losses = '';

  let failure: { error: unknown } | undefined;
  const orEnd = async (work: Promise<void>) => {
    try {
      await work;
    } catch (error) {
      failure ??= { error };
      end(error);
    }
  };

  const onStep = async (event: StepEvent) => {
    const { step, imagesPerSecond, secondsLeft } = event;
    if (event.losses) {
      losses = describeLosses(event.losses);
      const line = { type: 'step', step, ...event.losses, imagesPerSecond } as const;
      await log.append(line);
      if (json) printEvent({ ...line, secondsLeft });
    }
    progress.update(step, `${losses}  ${imagesPerSecond.toFixed(1)} images/s`, secondsLeft);
  };
  const onSample = async ({ step, images }: SampleEvent) => {
    await writeWhole(join(folder, samplePath(step)), await encodePng(sampleGrid(images)));
    if (json) printEvent({ type: 'sample', step, path: samplePath(step) });
  };
  const onCheckpoint = async ({ step, model, state }: CheckpointEvent) => {
    const planned = { ...state, metadata: { ...state.metadata, [PLAN_FIELD]: JSON.stringify(plan) } };
    await orEnd(log.sync());
    await saveCheckpoint(folder, { model: encode(model), state: encode(planned) });
    saved = step;
    if (json) printEvent({ type: 'checkpoint', step });
  };

  try {
    for await (const event of events) {
      if (event.type === 'start') saved = event.step;
      if (event.type === 'step') await orEnd(onStep(event));
      if (event.type === 'sample') await orEnd(onSample(event));
      if (event.type === 'checkpoint') await onCheckpoint(event);
      if (event.type === 'end') {
        if (failure) throw failure.error;
        if (json) printEvent(event);
        return event;
      }
    }
    throw new Error('Expected training to end with an event, but none came.');
  } catch (error) {
    progress.stop();
    printNote(saved > 0 ? `The checkpoint of step ${saved} is kept in ${folder}.` : `No checkpoint was written yet.`);
    throw failure?.error ?? error;
  } finally {
    progress.stop();
  }
}

function encode({ tensors, metadata }: SavedTensors): AsyncIterable<Uint8Array> {
  return encodeSafetensors(tensorEntries(tensors), metadata, { check: true });
}
