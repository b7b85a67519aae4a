import { type NamedTensors, RefusedStepError, RepeatedStep, type Work } from '@pix2pix-ts/common/compiled-step';
import { platform } from '#platform';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { differenceOf } from './difference.ts';
import { PlayedStep } from './played-step.ts';
import { type RecordedStep, recordStep } from './record-step.ts';
import { whenDone } from './when-done.ts';

/** A step that is played from its recording once it has run three times: what the kernel `CompiledStep` gives. */
export class CompiledStep {
  private readonly backend: TrainableBackendWebGPU;
  private readonly work: Work;
  private readonly repeated: RepeatedStep<RecordedStep>;
  /** When the last runs are done, the oldest first. */
  private ends: Promise<unknown>[] = [];

  constructor(backend: TrainableBackendWebGPU, work: Work) {
    this.backend = backend;
    this.work = work;
    this.repeated = new RepeatedStep(work, {
      verb: 'recorded',
      record(given) {
        // What the run before has left would only lie next to the recording's own buffers.
        backend.flush();
        backend.bufferManager.trim();
        return recordStep(backend, work, given);
      },
      release: ({ recording }) => recording.dispose(),
      compile(first, second) {
        const difference = differenceOf(first.recording, second.recording);
        if (difference !== undefined) throw new RefusedStepError(difference);
        return new PlayedStep(backend, second);
      },
    });
  }

  run(given: NamedTensors): NamedTensors {
    const { backend } = this;
    // A step in a step belongs to the outer one's recording; where kernels are timed or prepared, they have to run.
    if (backend.recording || backend.isPreparing || backend.activeTimers) return this.work(given);
    const outputs = this.repeated.run(given);
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
    this.repeated.dispose();
  }
}

/** Runs that may be under way at once. */
const AHEAD = 3;
