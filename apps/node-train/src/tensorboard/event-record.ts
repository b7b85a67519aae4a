import { crc32c } from './crc32c.ts';

/**
 * A record of an event file, as TFRecord frames it: the length of the data (uint64), its check, the data, its check. Numbers
 * are little-endian.
 */
export function eventRecord(data: Uint8Array): Buffer {
  const record = Buffer.alloc(8 + 4 + data.length + 4);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(masked(crc32c(record.subarray(0, 8))), 8);
  record.set(data, 12);
  record.writeUInt32LE(masked(crc32c(data)), 12 + data.length);
  return record;
}

/** TFRecord's mask, ((crc >> 15) | (crc << 17)) + 0xa282ead8: a record within a record would have a check that proves nothing. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
