import { byteLength } from './dtypes.ts';
import type { TensorLayout } from './read-header.ts';
import { quote, SafetensorsError, showList } from './safetensors-error.ts';

/** A tensor's name and where it is. */
export type NamedLayout = readonly [name: string, layout: TensorLayout];

/**
 * Checks that the tensors fill the data from 0 to its end without gaps or overlaps, each as long as its shape and
 * dtype say. A tensor of no bytes may be wherever one tensor ends and the next begins.
 *
 * @returns the tensors in the order of their bytes
 */
export function checkLayout(tensors: Iterable<NamedLayout>, dataLength: number): NamedLayout[] {
  const ordered = [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const [name, layout] of ordered) {
    checkStart(name, layout, position);
    checkSpan(name, layout);
    position = layout.end;
  }
  checkEnd(position, dataLength);
  return ordered;
}

function checkStart(name: string, { begin }: TensorLayout, position: number): void {
  if (begin === position) return;
  throw new SafetensorsError(
    begin > position ? 'hole' : 'overlap',
    `Tensor ${quote(name)}: expected its data to begin at ${position}, where the one before ends, got ${begin}. The file is damaged; fetch or save it again.`,
  );
}

function checkSpan(name: string, { dtype, shape, begin, end }: TensorLayout): void {
  const expected = byteLength(name, dtype, shape);
  if (end - begin === expected) return;
  throw new SafetensorsError(
    'span',
    `Tensor ${quote(name)}: expected ${expected} bytes for ${dtype} of shape ${showList(shape)}, got ${end - begin}. The file is damaged; fetch or save it again.`,
  );
}

function checkEnd(expected: number, got: number): void {
  if (got === expected) return;
  const [code, what] =
    got < expected ? (['data-missing', 'cut short'] as const) : (['data-left-over', 'too long'] as const);
  throw new SafetensorsError(
    code,
    `safetensors file: expected ${expected} bytes of data after the header, got ${got}. The file is ${what}; fetch or save it again.`,
  );
}
