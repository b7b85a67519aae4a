import type { ConvolutionInfo } from '../convolution-info.ts';
import { axesOf, forwardAxis, inputGradientAxes, type TiledAxis } from './axis.ts';
import type { ConvolutionKind } from './convolution-kind.ts';
import type { Form } from './forms.ts';

/** How a convolution is computed. */
export type Method = {
  /** The fast form of its sums. */
  form: Form;
  /** For the gradient in the input: whether the phases of dx share what they see, see `inputGradientAxes`. */
  shared: boolean;
};

/** A convolution in a form, or one phase of it. */
export type Tiling = {
  /** Which of a convolution's three. */
  kind: ConvolutionKind;
  /** The fast form of its sums. */
  form: Form;
  /** Images. */
  batch: number;
  /** How the form goes down the images. */
  rows: TiledAxis;
  /** How it goes along them. */
  columns: TiledAxis;
  /** Channels of the image that is seen. */
  seenChannels: number;
  /** Channels of the image that is cut into tiles. */
  cutChannels: number;
};

/** What a convolution consists of in a form: for the gradient in the input whose phases share nothing, one for each. */
export function tilingsOf(kind: ConvolutionKind, info: ConvolutionInfo, { form, shared }: Method): Tiling[] {
  const { batchSize: batch, inChannels, outChannels } = info;
  const [rowAxis, columnAxis] = axesOf(info);
  if (kind !== 'inputGradient') {
    const [rows, columns] = [forwardAxis(rowAxis, form), forwardAxis(columnAxis, form)];
    return [{ kind, form, batch, rows, columns, seenChannels: inChannels, cutChannels: outChannels }];
  }
  const columnAxes = inputGradientAxes(columnAxis, form, shared);
  return inputGradientAxes(rowAxis, form, shared).flatMap((rows) =>
    columnAxes.map((columns) => ({
      kind,
      form,
      batch,
      rows,
      columns,
      seenChannels: outChannels,
      cutChannels: inChannels,
    })),
  );
}

/** Rows, columns and terms of a product. */
export type ProductSize = {
  /** Of the result. */
  rows: number;
  /** Of the result. */
  columns: number;
  /** Terms of each of its sums. */
  depth: number;
};

/** The sizes of each of the products that a tiling has, one for each pair of the form's rows. */
export function productSize({ kind, batch, rows, columns, seenChannels, cutChannels }: Tiling): ProductSize {
  const tiles = batch * rows.tiles * columns.tiles;
  const terms = rows.taps.groups * columns.taps.groups * seenChannels;
  return kind === 'filterGradient'
    ? { rows: terms, columns: cutChannels, depth: tiles }
    : { rows: tiles, columns: rows.phases * columns.phases * cutChannels, depth: terms };
}
