import type { Sides } from '@pix2pix-ts/common';
import type { EngineResize } from '@pix2pix-ts/data';
import {
  add,
  cast,
  clipByValue,
  div,
  mul,
  reshape,
  round,
  split,
  sub,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

// What `overWhite`, `toFloat` and `toPixels` do to arrays, to tensors: rounded as a clamped array does, to the even one of two.

/**
 * A picture [H, W, 4] of 0 .. 255 in int32 as a model's input [1, height, width, 3] in [-1, 1], laid over white; to be called in
 * a tidy.
 */
export function toInput(rgba: Tensor3D, resize: EngineResize, { width, height }: Sides): Tensor4D {
  const [rgb, alpha] = split(cast(rgba, 'float32'), [3, 1], 2) as [Tensor, Tensor];
  const overWhite = add(mul(div(alpha, 255), sub(rgb, 255)), 255);
  const resized = resize(toBytes(overWhite), width, height);
  return reshape(sub(div(cast(resized, 'float32'), 127.5), 1), [1, height, width, 3]);
}

/** A model's output [1, H, W, 3] in [-1, 1] as a picture [height, width, 3] of 0 .. 255 in int32; to be called in a tidy. */
export function toPicture(output: Tensor4D, resize: EngineResize, width: number, height: number): Tensor3D {
  const [, rows, columns, channels] = output.shape;
  return resize(toBytes(mul(add(reshape(output, [rows, columns, channels]), 1), 127.5)), width, height);
}

function toBytes(values: Tensor): Tensor3D {
  return cast(clipByValue(round(values), 0, 255), 'int32') as Tensor3D;
}
