import { type NamedTensors, RefusedStepError, RepeatedStep, type Work } from '@pix2pix-ts/common/compiled-step';
import type { NodeBackend } from '../node-backend.ts';
import { differenceOf } from './difference.ts';
import { type RecordedStep, recordStep } from './record-step.ts';
import { recordingOf } from './recording.ts';
import { StepFunction } from './step-function.ts';

/** A step that is one call into TensorFlow once it has run three times: what the kernel `CompiledStep` gives. */
export class CompiledStep {
  private readonly backend: NodeBackend;
  private readonly work: Work;
  private readonly repeated: RepeatedStep<RecordedStep>;

  constructor(backend: NodeBackend, work: Work) {
    this.backend = backend;
    this.work = work;
    this.repeated = new RepeatedStep(work, {
      verb: 'compiled',
      record: (given) => recordStep(backend, work, given),
      compile(first, second) {
        const difference = differenceOf(first, second);
        if (difference !== undefined) throw new RefusedStepError(difference);
        return new StepFunction(backend, second);
      },
    });
  }

  run(given: NamedTensors): NamedTensors {
    // A step in a step belongs to the outer one's recording.
    return recordingOf(this.backend) ? this.work(given) : this.repeated.run(given);
  }

  /** A call is over when it returns. */
  async settled(): Promise<void> {}

  dispose(): void {
    this.repeated.dispose();
  }
}
