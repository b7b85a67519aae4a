import { platform } from '#platform';
import { firstLine } from '../first-line.ts';
import { GpuError, type GpuErrorKind } from './gpu-error.ts';

/** What the GPU has reported: it does so later than the call that it concerns, and to nobody in particular. */
export class Health {
  private reason: GpuError | undefined;
  private isLost = false;
  private readonly lossTold: Promise<void>;
  private readonly device: GPUDevice;
  /** How many lines have been reported. */
  private told = 0;

  constructor(device: GPUDevice) {
    this.device = device;
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault(); // it is thrown instead of written to the console
      const line = firstLine((event as GPUUncapturedErrorEvent).error.message);
      if (!/due to a previous error/.test(line)) this.report(refused(line));
      else void this.reportUnlessCauseComes(`${SPOILT}: ${line}. ${AGAIN}`);
    });
    this.lossTold = device.lost.then(({ reason, message }) => {
      if (this.isLost) return;
      this.isLost = true;
      const why = firstLine(message) || reason || 'without a reason';
      this.reason = new GpuError(
        'lost',
        `Expected a GPU that works, got one that was lost (${why}). Start the backend anew, or use another one.`,
      );
    });
  }

  /** Has the next call throw this line, unless one waits already: that came first, and is the cause. */
  report(reason: string, kind: GpuErrorKind = 'refused'): void {
    this.told++;
    this.reason ??= new GpuError(kind, reason);
  }

  /** Waits until what has been asked for so far has reported its errors. */
  async untilReported(): Promise<void> {
    this.device.pushErrorScope('validation');
    await platform.asking(() => this.device.popErrorScope()).catch(() => {}); // a lost device is told elsewhere
  }

  /** What asked for an error in a scope of its own learns of it later than what follows from it is reported. */
  private async reportUnlessCauseComes(reason: string): Promise<void> {
    const { told } = this;
    await this.untilReported();
    if (this.told === told) this.report(reason);
  }

  /** After something was refused: a device that is lost says so later than what this ends. */
  async untilLossIsTold(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LOSS_IS_TOLD_WITHIN);
    });
    await Promise.race([this.lossTold, patience]);
    clearTimeout(timer);
  }

  /** The device is being destroyed by whoever owns it. */
  end(reason: string): void {
    this.isLost = true;
    this.reason = new GpuError('lost', reason);
  }

  /** Whether nothing can run any more. */
  get lost(): boolean {
    return this.isLost;
  }

  /**
   * @throws GpuError of one line: what has gone wrong since the last call; once, but for a lost device, which stays so
   */
  expectNoError(): void {
    const { reason } = this;
    if (reason === undefined) return;
    if (!this.isLost) this.reason = undefined;
    throw new GpuError(reason.kind, reason.message); // with the stack of who asks
  }
}

/** In ms. */
const LOSS_IS_TOLD_WITHIN = 200;

const refused = (line: string) =>
  `Expected commands that the GPU takes, got an error: ${line}. Please report it; another backend can do the same work.`;
const SPOILT = 'Expected tensors that the GPU has computed, got what came of an earlier error';
const AGAIN = 'Compute them anew.';
