import type { Split } from '@pix2pix-ts/data';

/** A square of the world's map, in its pixels. */
export type Tile = { readonly left: number; readonly top: number; readonly side: number; readonly split: Split };

/** Of squares that overlap; a map of 4096 x 2048 pixels has 11 a degree. */
const SIDES = [256, 384, 512] as const;
/** Of a side: how far the next square is, along and across. */
const STEP = 1 / 4;
/** Rows that are used: beyond them, at 74 degrees north and 59 south, a flat map stretches the ground to several times its width. */
const ROWS = { from: 180, to: 1700 } as const;

/** Longitudes that no square to train on touches: East Asia, and the Americas from Greenland to Patagonia. */
const HELD_OUT: readonly { readonly split: Split; readonly from: number; readonly to: number }[] = [
  { split: 'val', from: 3136, to: 3648 },
  { split: 'test', from: 1024, to: 1536 },
];

/**
 * The squares of a map that is that many pixels wide, at several scales. What is held out lies in strips of longitudes of
 * their own, one next to the other without overlap; squares across the edge of a strip are left out.
 */
export function planetTiles(width: number): Tile[] {
  return SIDES.flatMap((side) => {
    const step = Math.round(side * STEP);
    const train = starts(0, width, side, step).filter((left) =>
      HELD_OUT.every(({ from, to }) => left + side <= from || left >= to),
    );
    const columns = [
      ...train.map((left) => ({ left, split: 'train' as Split, step })),
      ...HELD_OUT.flatMap(({ split, from, to }) =>
        starts(from, to, side, side).map((left) => ({ left, split, step: side })),
      ),
    ];
    return columns.flatMap(({ left, split, step: down }) =>
      starts(ROWS.from, ROWS.to, side, down).map((top) => ({ left, top, side, split })),
    );
  });
}

function starts(from: number, to: number, side: number, step: number): number[] {
  const count = Math.max(0, Math.floor((to - from - side) / step) + 1);
  return Array.from({ length: count }, (_, i) => from + i * step);
}
