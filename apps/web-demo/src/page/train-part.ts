import type { PassedOver } from '@pix2pix-ts/engine';
import { ENGINE_TITLES, type EngineChoice, isEngineChoice } from '../engines/engine-choice.ts';
import { saveFile } from '../images/save-png.ts';
import { forgetRun, inOneTab, type KeptRun, keepPairs, keepProgress, keptRun } from '../train/kept-run.ts';
import type { LossPoint } from '../train/loss-points.ts';
import type { RunToTrain, TrainNews } from '../train/train-calls.ts';
import { EngineFailed, startTraining, type Training } from '../train/training.ts';
import type { TrainingPairs } from '../train/training-pairs.ts';
import { pageEngine } from '../translate/translating.ts';
import { lineOf } from '../worker/calls.ts';
import { ask } from './ask.ts';
import { element, onClick } from './element.ts';
import { followEngineMenu } from './engine-menu.ts';
import { PREPARING } from './loading.ts';
import { notesOf, resolveNote, showNote } from './note.ts';
import { createPairsChoice } from './pairs-choice.ts';
import { followSizes } from './size-menu.ts';
import { showBegin, showLosses, showSamples, showStep, showText } from './training-view.ts';

let started = false;

/** Sets up the part that trains, the first time it is shown; `useModel` is given a model to draw with. */
export function startTrainPart(useModel: (bytes: Uint8Array) => Promise<void>): void {
  if (started) return;
  started = true;
  const asked = new URLSearchParams(location.search).get('engine');
  let choice: EngineChoice = isEngineChoice(asked) ? asked : 'auto';
  let training: Training | undefined;
  let files: Pick<KeptRun, 'model' | 'state'> | undefined;
  const steps = element('steps', HTMLInputElement);
  let isGoalChosen = false; // since the kept run was shown, whose own goal it is otherwise

  const size = followSizes(() => pairs.readAgain());
  followEngineMenu('train-engine', choice, (chosen) => {
    choice = chosen;
    void size.offer(choice);
  });
  const sized = size.offer(choice);
  const pairs = createPairsChoice({ size, sized, onChange: showStart });
  onClick('start-training', start, notesOf('training'));
  onClick('stop-training', () => training?.stop(), notesOf('training'));
  onClick('resume-training', goOn, notesOf('training'));
  onClick('forget-training', forget, notesOf('training'));
  steps.addEventListener('input', () => {
    isGoalChosen = true;
  });
  onClick('use-trained', () => files && useModel(files.model), showNote);
  onClick('download-model', () => files && saveFile('model.safetensors', blobOf(files.model)), showNote);
  onClick('download-state', () => files && saveFile('state.safetensors', blobOf(files.state)), showNote);
  void showKept();

  /** The number in the field, corrected where it is not a valid one. */
  function wholeSteps(): number {
    const { min, max, valueAsNumber } = steps;
    steps.valueAsNumber = Math.min(Number(max), Math.max(Number(min), Math.round(valueAsNumber) || 600));
    return steps.valueAsNumber;
  }

  async function goOn(): Promise<void> {
    const kept = await keptRun();
    if (!kept) throw new Error('Expected a run kept in this browser, got none. Start a new one.');
    pairs.take(kept.pairs);
    await run(kept.pairs, isGoalChosen ? Math.max(wholeSteps(), kept.step + 1) : goalOf(kept), kept);
  }

  /** A kept run gives way to another one only if whoever trained it says so. */
  async function start(): Promise<void> {
    const taken = pairs.current();
    if (!taken) return;
    const kept = await keptRun().catch(() => undefined);
    const question = `A new run replaces the one of ${stepsOf(kept?.step ?? 0)} on ${kept?.pairs.title} that is kept in this browser. Start the new one?`;
    if (kept && !(await ask(question, 'Replace it'))) return;
    await run(taken, wholeSteps(), undefined);
  }

  async function forget(): Promise<void> {
    const kept = await keptRun();
    const question = `The run of ${stepsOf(kept?.step ?? 0)} will be gone. Delete it?`;
    if (kept && !(await ask(question, 'Delete it'))) return;
    await forgetRun();
    await showKept();
  }

  async function run(taken: TrainingPairs, total: number, kept: KeptRun | undefined): Promise<void> {
    const losses: LossPoint[] = [...(kept?.losses ?? [])];
    await inOneTab(async () => {
      resolveNote('training');
      showRunning(true);
      showBegin((kept?.step ?? 0) / total, losses);
      showText('Starting the engine …');
      try {
        if (!kept) await keepPairs(taken).catch(notKept);
        await trainOnOneThatWorks({ pairs: taken, steps: total, state: kept?.state }, kept?.step ?? 0, losses);
      } catch (error) {
        showText('Training stopped.');
        const kept = files ? ' Everything up to the last checkpoint is kept.' : '';
        showNote(`${lineOf(error)}${kept}`, 'training');
      } finally {
        training = undefined;
        showRunning(false);
        await showKept();
      }
    });
  }

  /** An engine that fails is replaced by the next one, which goes on from the last checkpoint. */
  async function trainOnOneThatWorks(
    run: Pick<RunToTrain, 'pairs' | 'steps' | 'state'>,
    firstStep: number,
    losses: LossPoint[],
  ): Promise<void> {
    let keptAt = { step: firstStep, state: run.state };
    const sizeOfRun = size.chosen();
    const except: PassedOver[] = [];
    for (;;) {
      const ask = {
        ...run,
        state: keptAt.state,
        size: sizeOfRun,
        choice: except.length > 0 ? 'auto' : choice,
        except,
      };
      training = await startTraining(ask, async (news) => {
        if (news.type === 'checkpoint') keptAt = news;
        await follow(news, run.steps, losses);
      });
      const title = ENGINE_TITLES[pageEngine(training.engine)];
      showText(`Training on ${title} …`);
      try {
        return await training.end;
      } catch (error) {
        if (!(error instanceof EngineFailed)) throw error;
        const reason = error.message.replace(/\.$/, '');
        except.push({ name: training.engine.name, reason: `not working (${reason})` });
        losses.splice(losses.findLastIndex(({ step }) => step <= keptAt.step) + 1);
        const from = keptAt.step === 0 ? 'begins again' : `goes on from step ${keptAt.step}`;
        showNote(`${title} stopped: ${reason}. Training ${from} with another engine.`, 'training');
        showText('Starting another engine …');
      }
    }
  }

  async function follow(news: TrainNews, total: number, losses: LossPoint[]): Promise<void> {
    if (news.type === 'preparing') showText(`${PREPARING} … ${news.done} of ${news.total}`);
    else if (news.type === 'step') {
      if (news.losses) losses.push({ step: news.step, ...news.losses });
      showStep(news, losses.at(-1));
      if (news.losses) showLosses(losses);
    } else if (news.type === 'sample') showSamples(news);
    else if (news.type === 'checkpoint') {
      const { step, model, state } = news;
      files = { model, state };
      showFiles();
      await keepProgress({ step, steps: total, model, state, losses }).catch(notKept);
    } else if (news.type === 'end') {
      showText(`${news.reason === 'steps' ? 'Trained for' : 'Stopped after'} ${stepsOf(news.step)}.`);
    }
  }

  function notKept(error: unknown): void {
    showNote(
      `The run continues, but could not be kept for a reload (${lineOf(error)}). Download its files at the end.`,
      'training',
    );
  }

  function showStart(): void {
    element('start-training', HTMLButtonElement).disabled = training !== undefined || pairs.current() === undefined;
  }

  async function showKept(): Promise<void> {
    const kept = await keptRun().catch(() => undefined);
    const place = element('kept-run', HTMLParagraphElement);
    place.hidden = kept === undefined;
    const text = place.querySelector('span');
    if (!kept || !text) return;
    text.textContent = `A run of ${kept.step} of ${kept.steps} steps on ${kept.pairs.title} is kept in this browser.`;
    // What the field says is what it will be trained for, unless somebody writes something else.
    steps.valueAsNumber = goalOf(kept);
    isGoalChosen = false;
    files ??= { model: kept.model, state: kept.state };
    showLosses(kept.losses);
    if (element('progress', HTMLElement).hidden) showText(`Stopped after ${stepsOf(kept.step)}.`);
    element('training-bar', HTMLProgressElement).value = kept.step / kept.steps;
    element('progress', HTMLElement).hidden = false;
    showFiles();
  }

  function showFiles(): void {
    for (const id of ['use-trained', 'download-model', 'download-state'])
      element(id, HTMLButtonElement).disabled = files === undefined;
  }

  function showRunning(running: boolean): void {
    element('start-training', HTMLButtonElement).hidden = running;
    showStart();
    element('stop-training', HTMLButtonElement).hidden = !running;
    if (running) element('kept-run', HTMLParagraphElement).hidden = true;
    if (running) element('progress', HTMLElement).hidden = false;
    pairs.setLocked(running);
  }
}

/** How many steps a kept run goes on to: its own goal, or where that is reached as many again. */
function goalOf({ step, steps }: KeptRun): number {
  return step < steps ? steps : step + steps;
}

function stepsOf(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}

function blobOf(bytes: Uint8Array): Blob {
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' });
}
