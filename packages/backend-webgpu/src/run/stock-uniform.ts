import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { StockProgram, UniformField } from './stock-backend.ts';

/** What the stock backend's shaders find in their uniform, in its order: shapes and strides, and what the kernel adds. */
export function stockUniform(
  { size, outputComponent = 1, outputShape }: StockProgram,
  output: TensorInfo,
  inputs: readonly TensorInfo[],
  added?: readonly UniformField[] | null,
): UniformField[] {
  const fields: UniformField[] = [
    { type: 'float32', data: [Number.NaN] },
    { type: 'float32', data: [Number.POSITIVE_INFINITY] },
  ];
  for (const { shape } of [...inputs, output])
    fields.push({ type: 'int32', data: shape }, { type: 'int32', data: util.computeStrides(shape) });
  if (size) fields.push({ type: 'int32', data: [util.sizeFromShape(outputShape) / outputComponent] });
  return added ? [...fields, ...added] : fields;
}
