/** The one error of this package; its message is one line: what was expected, what came, what to do. */
export class ConvertError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'ConvertError';
}

/** Text from a file as it may appear in a message: quoted, printable, on one line, not longer than a line. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return JSON.stringify(short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?'));
}
