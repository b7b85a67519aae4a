import { firstLine } from '../first-line.ts';

/** What the GPU has reported: it does so later than the call that it concerns, and to nobody in particular. */
export class Health {
  private reason: string | undefined;
  private isLost = false;

  constructor(device: GPUDevice, bytesInUse: () => number) {
    device.addEventListener('uncapturederror', (event) => {
      const { error } = event as GPUUncapturedErrorEvent;
      this.reason ??= describe(error, bytesInUse());
      event.preventDefault(); // it is thrown instead of written to the console
    });
    void device.lost.then(({ reason, message }) => {
      if (this.isLost) return;
      this.isLost = true;
      const why = firstLine(message) || reason || 'without a reason';
      this.reason = `Expected a GPU that works, got one that was lost (${why}). Start the backend anew, or use another one.`;
    });
  }

  /** The device is being destroyed by whoever owns it. */
  end(reason: string): void {
    this.isLost = true;
    this.reason = reason;
  }

  /** Whether nothing can run any more. */
  get lost(): boolean {
    return this.isLost;
  }

  /**
   * @throws in one line what has gone wrong since the last call; once, but for a lost device, which stays so
   */
  expectNoError(): void {
    const { reason } = this;
    if (reason === undefined) return;
    if (!this.isLost) this.reason = undefined;
    throw new Error(reason);
  }
}

function describe(error: GPUError, bytesInUse: number): string {
  const message = firstLine(error.message);
  if (typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError)
    return `Expected more GPU memory, got none next to the ${Math.round(bytesInUse / 1e6)} MB in use (${message}). Use smaller pictures, fewer filters or a smaller batch.`;
  return `Expected commands that the GPU takes, got an error: ${message}. Please report it; another backend can do the same work.`;
}
