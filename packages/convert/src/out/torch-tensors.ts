import { generatorTensors } from '@pix2pix-ts/models';
import { arrangeForTorch, inputAxisOf, torchShape } from '../arrange.ts';
import { ConvertError, quote } from '../convert-error.ts';
import { valueCount } from '../foreign-tensor.ts';
import { type GeneratorToWrite, valuesOf, withTransposedUpsampling } from './generator-to-write.ts';
import { type TorchForm, torchPlace } from './torch-forms.ts';

/** A tensor as a code base of PyTorch keeps it, to be written with `encodeTorchFile` or `encodeSafetensors`. */
export type TorchTensor = {
  /** Its name there, such as `down1.model.0.weight`. */
  readonly name: string;
  /** Floats, or the one integer in which batch norm counts. */
  readonly dtype: 'F32' | 'I64';
  /** In PyTorch's layout: [out, in, height, width] of a convolution. */
  readonly shape: readonly number[];
  /** Its values row by row, little-endian, in memory of their own. */
  read(): Uint8Array<ArrayBuffer>;
};

/** A generator of ours as a code base of PyTorch has it. */
export type TorchGenerator = {
  /** Everything that the class's own `state_dict()` has. */
  readonly tensors: readonly TorchTensor[];
  /** What makes the class that takes the weights, and gives the pictures that we do: a command, or a call. */
  readonly use: string;
};

/**
 * A generator as the classes of PyTorch-GAN or pytorch-CycleGAN-and-pix2pix hold it: the tensors of their `state_dict()`, by the
 * names and in the places from which `convertGenerator` reads them. Upsampling by nearest neighbours becomes the transposed
 * convolution that does the same.
 *
 * @throws ConvertError of one line, where their classes cannot hold it
 */
export function generatorForTorch(form: TorchForm, generator: GeneratorToWrite): TorchGenerator {
  const transposed = withTransposedUpsampling(generator);
  const config = transposed.metadata.generator;
  const { sources, norm, hasIdleBiases, use } = torchPlace(form, transposed.metadata);
  const tensors: TorchTensor[] = [];
  for (const [name, spec] of Object.entries(generatorTensors(config))) {
    const { shape } = spec;
    const source = sources[name];
    if (!source) throw new ConvertError(`Expected a place for ${quote(name)} in ${form}, got none. Export it to ONNX.`);
    const { key, rotate, orElse } = source;
    const values = valuesOf(transposed, name, valueCount(shape));
    if (norm === 'none' && orElse !== undefined) requireNoBias(name, values);
    else {
      const theirs = torchShape(shape);
      const inputAxis = inputAxisOf(spec);
      const arranged = () =>
        theirs.length === 4
          ? arrangeForTorch(values, theirs as [number, number, number, number], { rotate, inputAxis })
          : values.slice();
      tensors.push({ name: key, dtype: 'F32', shape: theirs, read: () => bytesOf(arranged()) });
      tensors.push(...companions(key, hasIdleBiases, shape[inputAxis === 0 ? 2 : 3] ?? 0));
    }
  }
  return { tensors: withoutRepeats(tensors), use };
}

/** What a class has in addition, and what changes nothing: a bias that instance norm subtracts, and a count of batches. */
function companions(key: string, hasIdleBiases: boolean, outChannels: number): TorchTensor[] {
  if (hasIdleBiases && key.endsWith('.weight')) {
    const name = key.replace(/weight$/, 'bias');
    return [{ name, dtype: 'F32', shape: [outChannels], read: () => new Uint8Array(4 * outChannels) }];
  }
  if (!key.endsWith('.running_var')) return [];
  const name = key.replace(/running_var$/, 'num_batches_tracked');
  return [{ name, dtype: 'I64', shape: [], read: () => new Uint8Array(8) }];
}

/** A bias that the network does have comes after the one that nothing needs, and is the one that is kept. */
function withoutRepeats(tensors: readonly TorchTensor[]): TorchTensor[] {
  return [...new Map(tensors.map((tensor) => [tensor.name, tensor])).values()];
}

function requireNoBias(name: string, values: Float32Array): void {
  if (values.every((value) => value === 0)) return;
  throw new ConvertError(
    `Expected no bias, as pytorch-CycleGAN-and-pix2pix has none without a norm, got one in ${quote(name)}. Export it to ONNX.`,
  );
}

function bytesOf(values: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
}
