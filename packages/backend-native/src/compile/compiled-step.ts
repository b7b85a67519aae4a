import type { NodeBackend } from '../node-backend.ts';
import { differenceOf } from './difference.ts';
import { type NamedTensors, type RecordedStep, recordStep, type Work } from './record-step.ts';
import { recordingOf } from './recording.ts';
import { StepFunction } from './step-function.ts';
import { UnwritableError } from './write-function.ts';

/**
 * A step that runs as usual the first time, is recorded the second and the third time, and is one call from then on, for
 * each shape of its inputs. What cannot be such a call goes on as usual, and says why once.
 */
export class CompiledStep {
  private readonly backend: NodeBackend;
  private readonly work: Work;
  private readonly variants = new Map<string, Variant>();
  private hasGivenUp = false;
  private hasWarned = false;

  constructor(backend: NodeBackend, work: Work) {
    this.backend = backend;
    this.work = work;
  }

  run(given: NamedTensors): NamedTensors {
    // A step in a step belongs to the outer one's recording.
    if (this.hasGivenUp || recordingOf(this.backend)) return this.work(given);
    return this.runVariant(given);
  }

  /** A call is over when it returns. */
  async settled(): Promise<void> {}

  dispose(): void {
    for (const variant of this.variants.values()) free(variant);
    this.variants.clear();
    this.hasGivenUp = true;
  }

  private runVariant(given: NamedTensors): NamedTensors {
    const key = Object.entries(given).map(([name, { shape, dtype }]) => `${name} ${dtype} ${shape}`);
    const variant = this.variants.get(key.join()) ?? { runs: 0, restarts: 0 };
    if (!this.variants.has(key.join())) {
      if (this.variants.size === MOST_VARIANTS) {
        this.warn(`the shapes of its inputs change: ${key.join(', ')}`);
        return this.work(given);
      }
      this.variants.set(key.join(), variant);
    }
    if (variant.compiled && !variant.compiled.isUpToDate) this.restart(variant);
    if (this.hasGivenUp) return this.work(given);
    if (variant.compiled) return this.call(variant, variant.compiled, given);
    return variant.runs++ === 0 ? this.work(given) : this.record(variant, given);
  }

  /** Where the first call fails and nothing has changed by it, the function runs once more. */
  private call(variant: Variant, compiled: StepFunction, given: NamedTensors): NamedTensors {
    if (variant.hasRun || compiled.changesSomething) return compiled.run(given);
    try {
      const outputs = compiled.run(given);
      variant.hasRun = true;
      return outputs;
    } catch (error) {
      const outputs = this.work(given); // where this fails too, it is for another reason
      this.giveUp(refusalOf(error));
      return outputs;
    }
  }

  private record(variant: Variant, given: NamedTensors): NamedTensors {
    const { step, made } = recordStep(this.backend, this.work, given);
    const { first } = variant;
    variant.first = step;
    const objection = step.recording.refusal ?? (first && this.compile(variant, first, step));
    if (objection !== undefined) this.giveUp(objection);
    return made;
  }

  /** @returns why it cannot be one call */
  private compile(variant: Variant, first: RecordedStep, second: RecordedStep): string | undefined {
    const referencesOf = ({ outputs }: RecordedStep) => outputs.map(({ reference }) => reference);
    const difference = differenceOf(first.recording, second.recording, [referencesOf(first), referencesOf(second)]);
    if (difference !== undefined) return difference;
    variant.first = undefined;
    try {
      variant.compiled = new StepFunction(this.backend, second);
      return undefined;
    } catch (error) {
      return error instanceof UnwritableError ? error.message : refusalOf(error);
    }
  }

  private restart(variant: Variant): void {
    free(variant);
    variant.runs = 0;
    if (++variant.restarts === MOST_RESTARTS) this.giveUp('it uses other tensors from before it each time');
  }

  private giveUp(why: string): void {
    this.warn(why);
    this.hasGivenUp = true;
    for (const variant of this.variants.values()) free(variant);
  }

  private warn(why: string): void {
    if (!this.hasWarned) console.warn(`A step runs without being compiled, which takes longer: ${why}.`);
    this.hasWarned = true;
  }
}

/** What there is for inputs of the same shapes. */
type Variant = {
  runs: number;
  /** The first recording: the second one is compared with it. */
  first?: RecordedStep | undefined;
  compiled?: StepFunction | undefined;
  /** Whether a call of it has succeeded. */
  hasRun?: boolean;
  restarts: number;
};

/** Each keeps a function with its constants. */
const MOST_VARIANTS = 3;
const MOST_RESTARTS = 3;

/** What TensorFlow says about a function that it does not take, in one line: the addon puts a number and `Message:` before it. */
function refusalOf(error: unknown): string {
  const { message } = error as Error;
  const [line = ''] = (/^Message: (.+)/m.exec(message)?.[1] ?? message).split('\n');
  return `TensorFlow refuses it (${line.replace(/\.$/, '')})`;
}

function free(variant: Variant): void {
  variant.compiled?.dispose();
  variant.hasRun = false;
  variant.compiled = undefined;
  variant.first = undefined;
}
