/** What the page adds to what a model's file says about drawing for it. */
export type ModelPage = {
  /** Colours as `#rrggbb` besides those of the palette. */
  readonly more?: readonly string[];
};

/** The colours of OpenMoji. */
export const OPENMOJI_PALETTE: readonly string[] = [
  '#000000',
  '#fcea2b',
  '#f1b31c',
  '#ea5a47',
  '#a57939',
  '#92d3f5',
  '#61b2e4',
  '#b1cc33',
  '#5c9e31',
  '#d0cfce',
  '#9b9b9a',
  '#ffffff',
];

/** By the name in a model's file. Most need nothing: titles, palettes, tools and examples are in the files. */
export const MODEL_PAGES: Readonly<Record<string, ModelPage>> = {
  // Its palette was measured, and black is in none of the many colours that a smaller palette is made of.
  '3d': { more: ['#000000'] },
};
