/** MPI cannot be used as it was started here; the message is one line. */
export class MpiError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'MpiError';
}
