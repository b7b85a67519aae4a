/** Why a file is refused, one code per reason; the tests show that each of them is reached. */
export const READER_ERROR_CODES = [
  'too-short', // fewer than the 8 bytes of the header's length
  'header-too-long', // more than 100,000,000 bytes
  'header-beyond-file', // the header would end after the end of the file
  'header-start', // the header's first byte is not {
  'header-end', // something other than spaces after the header's last }
  'json', // not JSON
  'utf8', // a string that is not Unicode
  'duplicate-key', // in the header, in a tensor's entry or in the metadata
  'metadata', // __metadata__ is not a map of strings to strings
  'entry', // a tensor's entry is not an object
  'unknown-field', // a field that the format does not have
  'missing-field', // no dtype, no shape or no data_offsets
  'dtype', // not one of the format's
  'shape', // not a list of integers from 0
  'too-many', // more tensors or metadata keys than any reader has a use for
  'rank', // more dimensions than any reader has a use for
  'offsets', // not a pair of integers, the first one at most the second
  'overflow', // a number, or a shape's product, beyond 2^53 - 1
  'sub-byte', // packed values that do not fill complete bytes
  'span', // shape x dtype is not what the offsets span
  'hole', // bytes that belong to no tensor
  'overlap', // bytes that belong to two tensors
  'data-missing', // the file ends before its last tensor does
  'data-left-over', // the file continues after its last tensor
  'check', // the content does not match the check in the metadata
] as const;

/** Why a file cannot be written, or a tensor cannot be made. */
const WRITER_ERROR_CODES = ['name', 'bytes', 'no-such-tensor', 'not-in-tfjs', 'range', 'scale', 'not-finite'] as const;

/** The reason of a {@link SafetensorsError}, for programs. */
export type SafetensorsErrorCode = (typeof READER_ERROR_CODES | typeof WRITER_ERROR_CODES)[number];

/** The one error of this package; its message is one line: what was expected, what came, what to do. */
export class SafetensorsError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'SafetensorsError';
  /** Why, for programs. */
  readonly code: SafetensorsErrorCode;

  /** With the line that people read. */
  constructor(code: SafetensorsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Text from a file as it may appear in a message: quoted, printable, on one line, not longer than a line. */
export function quote(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return JSON.stringify(short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?'));
}

/** Numbers from a file as they may appear in a message: a list, not longer than a line. */
export function showList(numbers: readonly number[]): string {
  return `[${numbers.slice(0, 8).join(', ')}${numbers.length > 8 ? ', ...' : ''}]`;
}
