import { BufferPool } from '../run/buffer-pool.ts';

/** A recording's own buffers. None of them is destroyed while it lasts: its commands name them. */
export class RecordingPool extends BufferPool {
  private readonly outer: BufferPool;
  private readonly onOutside: () => void;

  /** @param onOutside called when a buffer is given back that the recording has not made */
  constructor(device: GPUDevice, outer: BufferPool, onOutside: () => void) {
    super(
      device,
      () => {},
      (bytes, allocated) => outer.onOutOfMemory(bytes, allocated),
    );
    this.outer = outer;
    this.onOutside = onOutside;
  }

  override releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    if (this.owns(buffer)) {
      super.releaseBuffer(buffer);
      return;
    }
    this.onOutside();
    this.outer.releaseBuffer(buffer, reuse);
  }

  protected override trimAfterRelease(): void {}
}
