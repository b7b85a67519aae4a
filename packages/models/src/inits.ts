import { createTable, type NameOf } from '@pix2pix-ts/common';
import type { RandomStream } from '@pix2pix-ts/random';
import { orthogonalRows } from './orthogonal-rows.ts';

/** Draws the first values of a convolution's kernel. */
export type WeightInit = {
  /** The gain where none is given. */
  gain: number;
  /**
   * All values of a kernel in the order of its tensor.
   *
   * @param shape [height, width, in, out] of a convolution, [height, width, out, in] of a transposed one. PyTorch has the
   *   last axis first and counts its fans by that, of a transposed convolution too: `fansOf`
   */
  draw(shape: readonly number[], gain: number, stream: RandomStream): Float32Array;
};

type Known = 'normal' | 'xavier' | 'kaiming' | 'orthogonal';

/** The name of an initialisation: `normal`, `xavier`, `kaiming`, `orthogonal`, or one of yours. */
export type WeightInitName = NameOf<Known>;

/** How many values a kernel connects. */
export type Fans = {
  /** Those that go into one value of the output. */
  in: number;
  /** Those that one value of the input goes out to. */
  out: number;
};

/** The fans of a kernel as PyTorch counts them, which takes a transposed convolution's for those of the plain one. */
export function fansOf(shape: readonly number[]): Fans {
  const [height, width, second, first] = shape as [number, number, number, number];
  return { in: height * width * second, out: height * width * first };
}

function drawNormal(shape: readonly number[], deviation: number, stream: RandomStream): Float32Array {
  const length = shape.reduce((product, side) => product * side, 1);
  return Float32Array.from({ length }, () => deviation * stream.normal());
}

/** The initialisations of weights by name. `weightInits.add('mine', init)` adds one of yours. */
export const weightInits = /* @__PURE__ */ createTable<WeightInit, Known>('an initialisation', {
  /** N(0, gain^2), as in the paper's section 6.2 with 0.02. */
  normal: { gain: 0.02, draw: drawNormal },
  /** N(0, gain^2 2 / (fan in + fan out)) (Glorot and Bengio 2010), PyTorch's xavier_normal_. */
  xavier: {
    gain: 1,
    draw(shape, gain, stream) {
      const fans = fansOf(shape);
      return drawNormal(shape, gain * Math.sqrt(2 / (fans.in + fans.out)), stream);
    },
  },
  /** N(0, gain^2 2 / fan in) (He et al. 2015), PyTorch's kaiming_normal_ for a ReLU. */
  kaiming: {
    gain: 1,
    draw: (shape, gain, stream) => drawNormal(shape, gain * Math.sqrt(2 / fansOf(shape).in), stream),
  },
  /** W W^T = gain^2 I for the kernel as a matrix, PyTorch's first axis by all others, or W^T W where it is taller (Saxe et al. 2013). */
  orthogonal: {
    gain: 1,
    draw(shape, gain, stream) {
      const [height, width, second, first] = shape as [number, number, number, number];
      const others = height * width * second;
      const isWide = first <= others;
      const [rows, columns] = isWide ? [first, others] : [others, first];
      const matrix = orthogonalRows(rows, columns, stream); // [rows, columns]
      // The tensor's last axis counts the matrix's rows where it is wide.
      const values = new Float32Array(first * others);
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const place = isWide ? column * first + row : row * first + column;
          values[place] = gain * (matrix[row * columns + column] as number);
        }
      return values;
    },
  },
});
