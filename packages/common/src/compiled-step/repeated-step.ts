import { type NamedTensors, RefusedStepError, type StepCall, type StepRecorder, type Work } from './step-recorder.ts';

/**
 * A step that runs as usual the first time, is recorded the second and the third time, and is one call from then on, for
 * each shape of its inputs. What cannot be such a call goes on as usual, and says why once.
 */
export class RepeatedStep<Recording> {
  private readonly work: Work;
  private readonly recorder: StepRecorder<Recording>;
  private readonly variants = new Map<string, Variant<Recording>>();
  private hasGivenUp = false;
  private hasWarned = false;

  /**
   * Runs nothing yet.
   *
   * @param work what runs where the step is no call
   */
  constructor(work: Work, recorder: StepRecorder<Recording>) {
    this.work = work;
    this.recorder = recorder;
  }

  /** @returns new tensors, which the caller owns */
  run(given: NamedTensors): NamedTensors {
    const variant = this.hasGivenUp ? undefined : this.variantOf(given);
    if (variant?.call && !variant.call.isUpToDate) this.restart(variant);
    if (!variant || this.hasGivenUp) return this.work(given);
    if (variant.call) return this.call(variant.call, given);
    return variant.runs++ === 0 ? this.work(given) : this.record(variant, given);
  }

  /** Frees what the engine keeps for it; from now on it runs as usual. */
  dispose(): void {
    this.hasGivenUp = true;
    for (const variant of this.variants.values()) this.free(variant);
    this.variants.clear();
  }

  private variantOf(given: NamedTensors): Variant<Recording> | undefined {
    const key = Object.entries(given).map(([name, { shape, dtype }]) => `${name} ${dtype} ${shape}`);
    const known = this.variants.get(key.join());
    if (known) return known;
    if (this.variants.size === MOST_VARIANTS) {
      this.warn(`the shapes of its inputs change: ${key.join(', ')}`);
      return undefined;
    }
    const variant = { runs: 0, restarts: 0 };
    this.variants.set(key.join(), variant);
    return variant;
  }

  private call(call: StepCall, given: NamedTensors): NamedTensors {
    try {
      return call.run(given);
    } catch (error) {
      if (!(error instanceof RefusedStepError)) throw error;
      const outputs = this.work(given); // where this fails too, it is for another reason
      this.giveUp(error.message);
      return outputs;
    }
  }

  private record(variant: Variant<Recording>, given: NamedTensors): NamedTensors {
    const { recording, refusal, outputs } = this.recorder.record(given);
    const { first } = variant;
    try {
      if (refusal !== undefined) throw new RefusedStepError(refusal);
      if (first) {
        variant.call = this.recorder.compile(first, recording);
        variant.first = undefined;
      } else {
        this.recorder.release?.(recording);
        variant.first = recording;
      }
    } catch (error) {
      this.recorder.release?.(recording);
      if (!(error instanceof RefusedStepError)) throw error;
      this.giveUp(error.message);
    }
    return outputs;
  }

  private restart(variant: Variant<Recording>): void {
    this.free(variant);
    variant.runs = 0;
    if (++variant.restarts === MOST_RESTARTS) this.giveUp('it uses other tensors from before it each time');
  }

  private giveUp(why: string): void {
    this.warn(why);
    this.hasGivenUp = true;
    for (const variant of this.variants.values()) this.free(variant);
  }

  private warn(why: string): void {
    if (!this.hasWarned) console.warn(`A step runs without being ${this.recorder.verb}, which takes longer: ${why}.`);
    this.hasWarned = true;
  }

  private free(variant: Variant<Recording>): void {
    variant.call?.dispose();
    variant.call = undefined;
    variant.first = undefined;
  }
}

/** What there is for inputs of the same shapes. */
type Variant<Recording> = {
  runs: number;
  /** The first recording: the second one is compared with it. */
  first?: Recording | undefined;
  call?: StepCall | undefined;
  restarts: number;
};

/** Each keeps memory of its own. */
const MOST_VARIANTS = 3;
const MOST_RESTARTS = 3;
