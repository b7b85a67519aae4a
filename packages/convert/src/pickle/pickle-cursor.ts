import { ConvertError } from '../convert-error.ts';

/** Reads a pickle's bytes in turn; lengths are compared with what is left before anything is made. */
export class PickleCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = at;
  }

  /** Where the next byte is. */
  get position(): number {
    return this.#at;
  }

  /** The next bytes, as a view. @throws ConvertError where there are fewer */
  take(count: number): Uint8Array {
    if (count > this.#bytes.length - this.#at)
      throw new ConvertError(
        'Expected a complete pickle, got one that ends too soon. Copy or download the file again.',
      );
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  uint8(): number {
    return this.take(1)[0] as number;
  }

  uint16(): number {
    return this.#view.getUint16(this.#skip(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#skip(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  /** A length of 8 bytes; beyond 2^53 it is longer than any file. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#skip(8), true));
  }

  /** Of 8 bytes, big-endian as pickles have it. */
  float64(): number {
    return this.#view.getFloat64(this.#skip(8), false);
  }

  /** An integer of that many bytes, in two's complement. */
  integer(count: number): number | bigint {
    if (count > 16)
      throw new ConvertError(`Expected integers of up to 16 bytes, got one of ${count}. Save the file again.`);
    let value = 0n;
    const bytes = this.take(count);
    for (let i = count - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
    const signed = BigInt.asIntN(8 * count, value);
    const number = Number(signed);
    return Number.isSafeInteger(number) ? number : signed;
  }

  text(count: number): string {
    return new TextDecoder().decode(this.take(count));
  }

  /** Up to the end of the line. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    const text = this.text((end < 0 ? this.#bytes.length : end) - this.#at);
    this.take(1);
    return text;
  }

  #skip(count: number): number {
    this.take(count);
    return this.#at - count;
  }
}
