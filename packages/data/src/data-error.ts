/** The images or folders that were given cannot be used; the message is one line that names them and says what to do. */
export class DataError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'DataError';
}
