import type { UndrawnPair } from './data-set.ts';

/** Pairs of white sheets, to train on: from them a model learns that nothing drawn means nothing there. */
export function emptySheets(count: number): UndrawnPair[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `empty-${String(i + 1).padStart(String(count).length, '0')}`,
    side: { split: 'train' },
    draw: async (size) => {
      const sheet = { data: new Uint8Array(size * size * 3).fill(255), width: size, height: size };
      return { a: sheet, b: sheet };
    },
  }));
}
