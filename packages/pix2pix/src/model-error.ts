/** A model could not be loaded; the message is one line that names the file or address and says what to do. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}
