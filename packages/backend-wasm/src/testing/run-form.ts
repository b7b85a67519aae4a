import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import type { ConvolutionKind, Form } from '@pix2pix-ts/common/winograd';
import { backend, setBackend, tensor } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { planWinograd, runWinograd } from '../convolution/winograd.ts';
import type { BackendVariant } from '../create-backend.ts';
import type { Values } from './run-kernel.ts';
import { useVariant } from './variants.ts';

export type FormCall = {
  kind: ConvolutionKind;
  form: Form;
  /** Whether the gradient in the input shares what its phases see. */
  shared?: boolean;
  attrs: Record<string, unknown>;
};

/** Runs one form of a convolution, also where another or the direct product would have been chosen. */
export async function runForm(
  on: BackendVariant,
  { kind, form, shared = false, attrs }: FormCall,
  given: { x: Values; filter: Values; y: Values },
): Promise<Values> {
  await useVariant(on);
  const wasm = backend() as unknown as TrainableBackendWasm;
  const info = convolutionInfo(given.x.shape, given.filter.shape, attrs);
  const target = { forward: 'y', inputGradient: 'x', filterGradient: 'filter' } as const;
  const { shape } = given[target[kind]];
  const entries = Object.entries(given).map(([name, { values, shape: of }]) => {
    const isTarget = name === target[kind];
    return [name, tensor(isTarget ? new Float32Array(values.length).fill(Number.NaN) : values, of)] as const;
  });
  const tensors = Object.fromEntries(entries) as Record<'x' | 'filter' | 'y', ReturnType<typeof tensor>>;
  const at = { x: wasm.addressOf(tensors.x), filter: wasm.addressOf(tensors.filter), y: wasm.addressOf(tensors.y) };
  runWinograd(wasm, planWinograd(kind, info, { form, shared }), at);
  const values = tensors[target[kind]].dataSync() as Float32Array;
  for (const each of Object.values(tensors)) each.dispose();
  await setBackend('cpu');
  return { shape, values };
}
