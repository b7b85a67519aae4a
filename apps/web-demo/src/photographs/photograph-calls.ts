import type { Colour, ImagePair, PhotographKind, Pixels, Square } from '@pix2pix-ts/data';

/** What is known of a photograph that can be used. */
export type SeenPhotograph = {
  readonly width: number;
  readonly height: number;
  /** A small copy. */
  readonly sample: Pixels;
  /** @see colourShares of @pix2pix-ts/data */
  readonly shares: Float32Array;
};

/** What the worker that makes pairs can be asked. It decodes a file each time: photographs are larger than their pairs. */
export type PhotographCalls = {
  /** Whether a photograph can be used for pairs of a size, and what it is like. */
  look: { ask: { file: File; size: number }; answer: SeenPhotograph };
  /** The flat colours of all photographs. */
  palette: { ask: { samples: readonly Pixels[] }; answer: Colour[] };
  /** The pairs that squares of a photograph give. */
  pairs: {
    ask: {
      file: File;
      squares: readonly Square[];
      kind: PhotographKind;
      size: number;
      palette: readonly Colour[];
    };
    answer: ImagePair[];
  };
};
