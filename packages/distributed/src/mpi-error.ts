/** MPI cannot be used as it was started here; the message is one line. */
export class MpiError extends Error {
  override readonly name = 'MpiError';
}
