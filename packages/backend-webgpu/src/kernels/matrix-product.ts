import type { TensorInfo } from '@tensorflow/tfjs-core';
import { matrixProduct } from '../product/matrix-product.ts';
import { runProduct } from '../product/run-product.ts';
import { fusedFinish } from './finish.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';

const covers = 'float32 matrices';

/** ({ a, b }, { transposeA, transposeB }) -> a [..., M, K] or transposed, times b [..., K, N] or transposed. */
export const batchMatMul: OwnKernel = { name: 'BatchMatMul', covers, run: multiply };

/** With a bias and an activation: ({ a, b, bias? }, { transposeA, transposeB, activation, leakyreluAlpha }). */
export const fusedMatMul: OwnKernel = { name: '_FusedMatMul', covers, run: multiply };

function multiply(call: KernelCall): TensorInfo | undefined {
  const { backend, inputs, attrs } = call;
  const { a, b } = inputs;
  if (!isFloat(a) || !isFloat(b) || a.shape.length < 2 || b.shape.length < 2) return undefined;
  const product = matrixProduct(a.shape, b.shape, { a: attrs.transposeA === true, b: attrs.transposeB === true });
  const finish = product && fusedFinish(call, product.n);
  return finish && runProduct(backend, product, [a, b], finish);
}
