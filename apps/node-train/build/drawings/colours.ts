/** Colours that are unlike each other, for dots and flat shapes. */
export const COLOURS = [
  [220, 60, 50],
  [60, 140, 220],
  [250, 200, 60],
  [90, 180, 80],
  [170, 100, 200],
  [240, 150, 170],
  [150, 100, 60],
  [250, 140, 40],
] as const;
