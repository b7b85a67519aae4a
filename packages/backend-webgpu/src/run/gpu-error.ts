/**
 * What the GPU has reported, in one line. It is `lost` for good; it has no more `memory`; it refused a `shader`; or it `refused`
 * commands or a read.
 */
export type GpuErrorKind = 'lost' | 'memory' | 'shader' | 'refused';

/** The GPU cannot do what was asked of it. */
export class GpuError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'GpuError';
  /** What has happened. */
  readonly kind: GpuErrorKind;

  /** With a message of one line: what was expected, what came, what to do. */
  constructor(kind: GpuErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
