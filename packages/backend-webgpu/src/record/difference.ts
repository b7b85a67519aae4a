import type { Recording } from './recording.ts';

/** In what the second of two recordings of a step differs from the first, in words; `undefined` where in nothing. */
export function differenceOf(first: Recording, second: Recording): string | undefined {
  const { length } = first.notes;
  if (second.notes.length !== length) return `it asked the GPU ${length} times, and then ${second.notes.length} times`;
  for (const [i, before] of first.notes.entries()) {
    const after = second.notes[i];
    if (!after) continue;
    const place = `command ${i + 1} of ${length}`;
    if (after.id !== before.id) return `${place} was ${before.shader}, and then ${after.shader}`;
    if (after.grid !== before.grid) return `${place} (${before.shader}) ran in other sizes the second time`;
    if (after.bindings !== before.bindings)
      return `${place} (${before.shader}) was given other tensors or numbers the second time`;
  }
  const other = first.uploads.find((words, i) => !sameWords(words, second.uploads[i]));
  return other && `${other.length} values that JavaScript computes were others the second time`;
}

function sameWords(left: Uint32Array, right: Uint32Array | undefined): boolean {
  return left.length === right?.length && left.every((word, i) => word === right[i]);
}
