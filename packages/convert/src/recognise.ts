import { shorterSide } from '@pix2pix-ts/common';
import { discriminatorTensors, generatorTensors, type TensorSpec, type TensorSpecs } from '@pix2pix-ts/models';
import { arrangeKernel, inputAxisOf, rotateKernel, torchShape } from './arrange.ts';
import { ConvertError, quote } from './convert-error.ts';
import { type ForeignTensor, type ForeignTensors, valueCount } from './foreign-tensor.ts';
import { LAYOUTS } from './layouts/index.ts';
import type { Recognised, Source } from './layouts/layout.ts';

/** A tensor of a network of ours, read from a file when it is asked for. */
export type ConvertedTensor = {
  /** Our name, such as `down1.weight`. */
  readonly name: string;
  /** In TensorFlow.js's layout. */
  readonly shape: readonly number[];
  /** The values row by row, in memory of their own. @throws ConvertError where one is not finite, or no number */
  values(): Float32Array;
};

/** A network that was recognised, and its tensors as ours. */
export type RecognisedNetwork = Recognised & { readonly tensors: readonly ConvertedTensor[] };

/**
 * The network that these tensors are.
 *
 * @returns undefined where no layout fits
 * @throws ConvertError where one fits, and a tensor is missing, left over or of another shape
 */
export function recognise(tensors: ForeignTensors): RecognisedNetwork | undefined {
  for (const layout of LAYOUTS) {
    const found = layout(tensors);
    if (found) return { ...found, tensors: arrange(found, tensors) };
  }
  return undefined;
}

/** Our tensors of a network that was recognised. @throws ConvertError where one is missing, left over or of another shape */
export function arrange(found: Recognised, tensors: ForeignTensors): ConvertedTensor[] {
  const specs = specsOf(found);
  const converted = Object.entries(specs).map(([name, spec]) => {
    const source = found.sources[name];
    if (!source) throw misfit(found, `Expected a tensor for ${quote(name)}, got none`);
    return convertTensor(found, name, spec, source, tensors.get(source.key));
  });
  const used = new Set(Object.values(found.sources).map(({ key }) => key));
  const strange = [...tensors.keys()].find((key) => !used.has(key) && !found.isIgnored(key));
  if (strange !== undefined) throw misfit(found, `Expected no tensor ${quote(strange)}, got one`);
  return converted;
}

/** The numbers come from shapes of the file, which may be any. */
function specsOf(found: Recognised): TensorSpecs {
  const { imageSize, filters, inChannels } = { imageSize: 256, inChannels: 1, ...found.config };
  const isLikely = Object.values(found.config).every(
    (value) => typeof value !== 'number' || (value >= 0 && value <= 4096),
  );
  if (!isLikely || filters < 1 || inChannels < 1 || shorterSide(imageSize) < 32 || shorterSide(imageSize) > 1024)
    throw misfit(found, 'Expected 1 to 4096 channels and 5 to 10 levels, got others');
  return found.kind === 'generator' ? generatorTensors(found.config) : discriminatorTensors(found.config);
}

function convertTensor(
  found: Recognised,
  name: string,
  spec: TensorSpec,
  { key, rotate, factor = 1, orElse }: Source,
  tensor: ForeignTensor | undefined,
): ConvertedTensor {
  const { shape } = spec;
  if (!tensor) {
    if (orElse === undefined) throw misfit(found, `Expected a tensor ${quote(key)}, got none`);
    return { name, shape, values: () => new Float32Array(valueCount(shape)).fill(orElse) };
  }
  const isTheirs = found.kernels !== 'HWIO' && shape.length === 4;
  const theirs = isTheirs ? torchShape(shape) : shape;
  if (tensor.shape.join() !== theirs.join())
    throw misfit(found, `Expected ${quote(key)} of shape [${theirs}], got [${tensor.shape}]`);
  const inputAxis = inputAxisOf(spec);
  const values = () => {
    const read = tensor.read();
    requireFinite(read, key);
    if (factor !== 1) for (let i = 0; i < read.length; i++) read[i] = (read[i] as number) * factor;
    if (theirs.length !== 4) return read;
    if (!isTheirs) return rotateKernel(read, shape, { rotate, inputAxis: inputAxis === 0 ? 3 : 2 });
    return arrangeKernel(read, theirs as [number, number, number, number], { rotate, inputAxis });
  };
  return { name, shape, values };
}

function requireFinite(values: Float32Array, key: string): void {
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined)
    throw new ConvertError(
      `Expected finite weights, got ${wrong} in ${quote(key)}. Its training diverged: use an earlier checkpoint.`,
    );
}

function misfit({ description }: Recognised, what: string): ConvertError {
  return new ConvertError(`${what}. It looks like a ${description}: is it of a changed copy of that code?`);
}
