const [SOS, SOF0, SOF1, DHT] = [0xda, 0xc0, 0xc1, 0xc4];

/**
 * A JPEG whose head has one of two harmless faults, without them: an end of the spectrum that sequential pictures must
 * give as 63 (some Samsung phones write 0), and bytes between two segments. The picture's own data stay as they are.
 */
export function mendedJpeg(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let isSequential = false;
  let at = 2;
  while (at + 4 <= bytes.length) {
    const isMarker = bytes[at] === 0xff && (bytes[at + 1] as number) >= DHT - 4 && bytes[at + 1] !== 0xff;
    if (!isMarker) {
      at++;
      continue;
    }
    const marker = bytes[at + 1] as number;
    const end = at + 2 + (bytes[at + 2] as number) * 256 + (bytes[at + 3] as number);
    if (marker === SOF0 || marker === SOF1) isSequential = true;
    if (marker === SOS) {
      const rest = bytes.slice(at);
      if (isSequential && end <= bytes.length) rest.set([0, 63], end - 3 - at);
      parts.push(rest);
      break;
    }
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}
