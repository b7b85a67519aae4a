import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import type { ConvolutionKind, Form } from '@pix2pix-ts/common/winograd';
import { backend, engine, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { runWinograd } from '../product/run-winograd.ts';
import { winogradProduct } from '../product/winograd-product.ts';
import type { ACTIVATIONS } from '../wgsl/product-parts.ts';
import type { Values } from './run-kernel.ts';

/** What is fused to a convolution. */
type Finish = { activation: keyof typeof ACTIVATIONS; bias?: Values; alpha?: number };

/** Runs one form of a convolution, also where another or the direct product would have been chosen. */
export async function runForm(
  { kind, form, attrs }: { kind: ConvolutionKind; form: Form; attrs: Record<string, unknown> },
  { x, filter, y }: { x: Values; filter: Values; y: Values },
  { bias, ...finish }: Finish = { activation: 'linear' },
): Promise<Values> {
  await setBackend('webgpu');
  const webgpu = backend() as unknown as TrainableBackendWebGPU;
  const info = convolutionInfo(x.shape, filter.shape, attrs);
  const given = { forward: [x, filter], inputGradient: [y, filter], filterGradient: [x, y] }[kind];
  const inputs = [...given, ...(bias ? [bias] : [])].map(({ values, shape }) => tensor(values, shape));
  const [a, b, added] = inputs as [Tensor, Tensor, Tensor?];
  const product = winogradProduct(kind, info, form);
  const result = engine().makeTensorFromTensorInfo(runWinograd(webgpu, product, [a, b], { ...finish, bias: added }));
  const read = { shape: result.shape, values: (await result.data()) as Float32Array };
  for (const each of [...inputs, result]) each.dispose();
  return read;
}
