export { axesOf, fits, type TiledAxis } from './axis.ts';
export type { ConvolutionKind } from './convolution-kind.ts';
export {
  FORMS,
  type Form,
  type Matrix,
  NESTED,
  THREE_TAPS,
  TILES_OF_THREE,
  TILES_OF_TWO,
  transposed,
} from './forms.ts';
export { type Method, type ProductSize, productSize, type Tiling, tilingsOf } from './tiling.ts';
