// The page's gallery has them too.
export { DRAWING_SIDE, PEN, TWELVE_DRAWINGS } from '@pix2pix-ts/testing/twelve-drawings';
