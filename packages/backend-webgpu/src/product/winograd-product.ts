import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { type ConvolutionKind, type Form, productSize, type TiledAxis, tilingsOf } from '@pix2pix-ts/common/winograd';
import { type PAIRS, SIDE, type WINOGRAD_NUMBERS } from '../wgsl/product-winograd.ts';
import { type Cut, cutProduct } from './plan-product.ts';

/** A convolution in a Winograd form: its sizes, and what its shader has to know. */
export type WinogradProduct = {
  kind: ConvolutionKind;
  form: Form;
  /** Of each of the form's products: of the largest phase, and of all terms. */
  m: number;
  n: number;
  k: number;
  /** How many products: of all phases. */
  count: number;
  plan: Cut;
  /** How often it multiplies, what hangs over the edges of blocks included. */
  multiplications: number;
  phases: { rows: TiledAxis[]; columns: TiledAxis[] };
  pairs: Record<(typeof PAIRS)[number], [rows: number, columns: number]>;
  numbers: Partial<Record<(typeof WINOGRAD_NUMBERS)[number], number>>;
  shape: number[];
};

/** A workgroup has about twice the direct product's threads, and a term stands for four of its terms. */
const WANTED = { enoughGroups: 128, leastTerms: 64, mostSplits: 128 };

/** A convolution in a form that fits both of its axes; its channels are multiples of 4. */
export function winogradProduct(kind: ConvolutionKind, info: ConvolutionInfo, form: Form): WinogradProduct {
  // The phases of an input gradient see its dy one by one: a block of columns is of one of them anyway.
  const tilings = tilingsOf(kind, info, { form, shared: false });
  const sizes = tilings.map(productSize);
  const [{ columns: n, depth: k }] = sizes as [(typeof sizes)[0]];
  const m = Math.max(...sizes.map(({ rows }) => rows));
  const [{ rows, columns, batch, seenChannels, cutChannels }] = tilings as [(typeof tilings)[0]];
  const both = (of: (axis: TiledAxis) => number): [number, number] => [of(rows), of(columns)];
  const phases = {
    rows: [...new Set(tilings.map((tiling) => tiling.rows))],
    columns: [...new Set(tilings.map((tiling) => tiling.columns))],
  };
  const products = form.image.length ** 2;
  const phaseCount = tilings.length;
  const plan = cutProduct({
    ...{ rows: m, columns: n, k, count: phaseCount, wanted: WANTED },
    block: { rows: SIDE, columns: SIDE, products },
  });
  return {
    ...{ kind, form, m, n, k, plan, phases },
    count: products * phaseCount,
    multiplications: plan.rowTiles * plan.columnTiles * phaseCount * products * SIDE * SIDE * k,
    pairs: {
      seen: both(({ seen }) => seen.size),
      seenTile: both(({ seen }) => seen.tile),
      seenGroup: both(({ seen }) => seen.group),
      seenStep: both(({ seen }) => seen.within),
      cut: both(({ cut }) => cut.size),
      cutTile: both(({ cut }) => cut.tile),
      cutStep: both(({ cut }) => cut.within),
      groups: both(({ taps }) => taps.groups),
      tapGroup: both(({ taps }) => taps.group),
      tapStep: both(({ taps }) => taps.within),
    },
    numbers: {
      ...{ batch, seenChannels, cutChannels },
      phaseColumns: phases.columns.length,
      filterWidth: info.filterWidth,
    },
    shape: { forward: info.outShape, inputGradient: info.inShape, filterGradient: info.filterShape }[kind],
  };
}
