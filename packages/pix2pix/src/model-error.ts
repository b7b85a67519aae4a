/** A model could not be loaded; the message is one line that names the file or address and says what to do. */
export class ModelError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'ModelError';
}
