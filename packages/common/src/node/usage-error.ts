/** The command line asks for something that cannot be; the message is one line: what was expected, what came, what to do. */
export class UsageError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'UsageError';
}
