/** The command line asks for something that cannot be; the message is one line: what was expected, what came, what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
