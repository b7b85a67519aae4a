import { platform } from '#platform';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { differenceOf } from './difference.ts';
import { playStep } from './play-step.ts';
import { type NamedTensors, type RecordedStep, recordStep, type Work } from './record-step.ts';
import type { Recording } from './recording.ts';

/**
 * A step that runs as usual the first time, is recorded the second and the third time, and is played from then on, for each
 * shape of its inputs. What cannot be played goes on as usual, and says why once.
 */
export class CompiledStep {
  private readonly backend: TrainableBackendWebGPU;
  private readonly work: Work;
  private readonly variants = new Map<string, Variant>();
  private hasGivenUp = false;
  private hasWarned = false;
  /** When the last runs are done, the oldest first. */
  private ends: Promise<unknown>[] = [];

  constructor(backend: TrainableBackendWebGPU, work: Work) {
    this.backend = backend;
    this.work = work;
  }

  run(given: NamedTensors): NamedTensors {
    const { backend, work } = this;
    // A step in a step belongs to the outer one's recording; where kernels are timed or prepared, they have to run.
    if (backend.recording || backend.isPreparing || backend.activeTimers) return work(given);
    const outputs = this.hasGivenUp ? work(given) : this.runVariant(given);
    backend.flush();
    this.ends.push(whenDone(backend));
    if (this.ends.length > AHEAD) this.ends.shift();
    return outputs;
  }

  /** Waits for the run before the last ones. */
  async settled(): Promise<void> {
    if (this.ends.length === AHEAD) await platform.awaiting(this.backend.queue, this.ends[0] as Promise<unknown>);
  }

  dispose(): void {
    for (const variant of this.variants.values()) this.free(variant);
    this.variants.clear();
    this.hasGivenUp = true;
  }

  private runVariant(given: NamedTensors): NamedTensors {
    const key = Object.entries(given).map(([name, { shape, dtype }]) => `${name} ${dtype} ${shape}`);
    const variant = this.variants.get(key.join()) ?? { runs: 0, restarts: 0, perSubmit: FEW };
    if (!this.variants.has(key.join())) {
      if (this.variants.size === MOST_VARIANTS) {
        this.warn(`the shapes of its inputs change: ${key.join(', ')}`);
        return this.work(given);
      }
      this.variants.set(key.join(), variant);
    }
    if (variant.step && !variant.step.recording.isUpToDate) this.restart(variant);
    if (this.hasGivenUp) return this.work(given);
    if (variant.step) return playStep(this.backend, variant.step, given, variant.perSubmit);
    return variant.runs++ === 0 ? this.work(given) : this.record(variant, given);
  }

  private record(variant: Variant, given: NamedTensors): NamedTensors {
    const { backend, work } = this;
    // What the run before has left would only lie next to the recording's own buffers.
    backend.flush();
    backend.bufferManager.trim();
    const begin = performance.now();
    const { step, outputs } = recordStep(backend, work, given);
    const { recording } = step;
    const objection = recording.refusal ?? (variant.first && differenceOf(variant.first, recording));
    if (objection !== undefined || !variant.first) {
      recording.dispose();
      variant.first = recording;
      if (objection !== undefined) this.giveUp(objection);
      return outputs;
    }
    recording.finish();
    variant.first = undefined;
    variant.step = step;
    backend.recordedBytes += recording.pool.numBytesAllocated;
    void whenDone(backend).then(() => {
      const { length } = recording.commands;
      const parts = Math.ceil((performance.now() - begin) / LONGEST_SUBMIT);
      variant.perSubmit = Math.max(FEW, Math.ceil((length + MANY_COPIES) / parts));
    });
    return outputs;
  }

  private restart(variant: Variant): void {
    this.free(variant);
    variant.runs = 1;
    if (++variant.restarts === MOST_RESTARTS) this.giveUp('it uses other tensors from before it each time');
  }

  private giveUp(why: string): void {
    this.warn(why);
    this.hasGivenUp = true;
    for (const variant of this.variants.values()) this.free(variant);
  }

  private warn(why: string): void {
    if (!this.hasWarned) console.warn(`A step runs without being recorded, which takes longer: ${why}.`);
    this.hasWarned = true;
  }

  private free(variant: Variant): void {
    const { step } = variant;
    if (!step) return;
    variant.step = undefined;
    this.backend.recordedBytes -= step.recording.pool.numBytesAllocated;
    step.recording.dispose();
  }
}

/** What there is for inputs of the same shapes. */
type Variant = {
  runs: number;
  /** The first recording, without its buffers: the second one is compared with it. */
  first?: Recording | undefined;
  /** The second one, which is played. */
  step?: RecordedStep | undefined;
  restarts: number;
  /** Commands that the GPU gets at once. */
  perSubmit: number;
};

/** Each has memory of its own. */
const MOST_VARIANTS = 3;
const MOST_RESTARTS = 3;
/** Runs that may be under way at once. */
const AHEAD = 3;
/** Commands at once while nobody knows how long they take, as the stock backend does. */
const FEW = 15;
/** Copies of inputs and outputs next to a step's own commands. */
const MANY_COPIES = 64;
/** In ms. Windows takes a GPU away that does not answer for two seconds, and browsers lose patience too. */
const LONGEST_SUBMIT = 250;

function whenDone({ queue }: TrainableBackendWebGPU): Promise<unknown> {
  return platform.asking(() => queue.onSubmittedWorkDone()).catch(() => {}); // a lost device is told elsewhere
}
