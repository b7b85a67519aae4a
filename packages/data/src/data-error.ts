/** The images or folders that were given cannot be used; the message is one line that names them and says what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
