import type { UniformField } from './stock-backend.ts';

/**
 * The words of a uniform whose fields are scalars and vectors of 32 bits, each where WGSL's rules of alignment put it
 * (section "Alignment and Size"). Five and six values are a struct of the stock backend's, aligned as a vector of four.
 */
export function uniformWords(fields: readonly UniformField[]): Uint32Array<ArrayBuffer> {
  let end = 0;
  let widest = 1;
  let previous = 0;
  const places = fields.map(({ data }) => {
    const alignment = previous > 4 ? 4 : alignmentOf(data.length);
    const begin = roundUp(end, alignment);
    end = begin + Math.max(1, data.length);
    widest = Math.max(widest, alignment);
    previous = data.length;
    return begin;
  });
  const words = new Uint32Array(roundUp(end, widest));
  fields.forEach(({ type, data }, i) => {
    const values = data.length === 0 ? [1] : data;
    words.set(bitsOf(type, values), places[i]);
  });
  return words;
}

/** In words. */
function alignmentOf(values: number): number {
  if (values <= 1) return 1;
  return values === 2 ? 2 : 4;
}

function bitsOf(type: string, values: number[]): Uint32Array {
  if (type === 'uint32') return Uint32Array.from(values);
  const typed = type === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
  return new Uint32Array(typed.buffer);
}

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;
