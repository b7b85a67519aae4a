import { type FeatureNetwork, featureNetworks } from '@pix2pix-ts/models';
import { arrangeKernel } from '../arrange.ts';
import { ConvertError, quote } from '../convert-error.ts';
import { findNetworks } from '../find-networks.ts';
import type { ForeignTensor, ForeignTensors } from '../foreign-tensor.ts';
import { readPytorch } from '../pytorch/read-pytorch.ts';
import { isOtherFormat } from '../read-networks.ts';
import type { ConvertedTensor } from '../recognise.ts';

/** A network whose features images are compared by, as ours. */
export type ConvertedFeatures = {
  /** Which it is, for `encodeFeatureMetadata`. */
  readonly network: FeatureNetwork;
  /** What was recognised, in words. */
  readonly description: string;
  /** Its tensors, each read from the files' bytes when it is asked for. */
  readonly tensors: readonly ConvertedTensor[];
};

/** What a file of the usual ones holds; `lin` are LPIPS's weights of AlexNet's channels. */
type Part = 'inception' | 'alexnet' | 'lin';

const USUAL_FILES: Readonly<Record<Part, string>> = {
  inception: 'pt_inception-2015-12-05-6726825d.pth',
  alexnet: 'alexnet-owt-7be5be79.pth',
  lin: 'lpips/weights/v0.1/alex.pth of PerceptualSimilarity',
};

/** What its file may have in addition, because features need none of it. */
const IGNORED: Readonly<Record<Part, RegExp>> = {
  inception: /^(fc|AuxLogits)\.|\.num_batches_tracked$/,
  alexnet: /^classifier\./,
  lin: /^$/,
};

/** Of torchvision's InceptionV3. */
const BATCH_NORM_EPSILON = 1e-3;
/** Where AlexNet's five convolutions are among its layers. */
const ALEXNET_LAYERS = [0, 3, 6, 8, 10];

/**
 * Recognises the usual files of PyTorch with weights that FID, KID and LPIPS take: that of InceptionV3, by pytorch-fid; or
 * torchvision's AlexNet and the linear layers of lpips, both, in any order. The files need not be trusted.
 *
 * @param files their bytes, which stay unchanged and are read until all tensors are
 * @returns undefined where it is one file of something else, such as a generator
 * @throws ConvertError of one line, where a file is damaged, is of another network like these, or has to come with another
 */
export function convertFeatures(files: readonly Uint8Array[]): ConvertedFeatures | undefined {
  if (files.some(isOtherFormat)) return unknownAmong(files);
  const parts = files.map((bytes) => partOf(bytes));
  if (parts.includes(undefined)) return unknownAmong(files);
  const found = new Map(parts as [Part, ForeignTensors][]);
  const inception = found.get('inception');
  if (inception && files.length === 1) return converted('inception', inceptionTensors(inception));
  const [alexnet, lin] = [found.get('alexnet'), found.get('lin')];
  if (alexnet && lin && files.length === 2) return converted('lpips', lpipsTensors(alexnet, lin));
  if (files.length === 1)
    throw new ConvertError(
      `Expected both files of LPIPS, got one. Give ${USUAL_FILES.alexnet} and ${USUAL_FILES.lin}, one after the other.`,
    );
  throw new ConvertError(
    `Expected ${USUAL_FILES.inception} alone, or ${USUAL_FILES.alexnet} and ${USUAL_FILES.lin}, got ${files.length} files of ${[...found.keys()].join(' and ')}. Convert the networks one by one.`,
  );
}

function converted(network: FeatureNetwork, tensors: ConvertedTensor[]): ConvertedFeatures {
  return { network, description: featureNetworks[network].description, tensors };
}

function unknownAmong(files: readonly Uint8Array[]): undefined {
  if (files.length === 1) return undefined;
  throw new ConvertError(
    `Expected one file, or the two of LPIPS (${USUAL_FILES.alexnet} and ${USUAL_FILES.lin}), got ${files.length} others. Convert them one by one.`,
  );
}

/** Which file it is, by the names of its tensors, and those. */
function partOf(bytes: Uint8Array): readonly [Part, ForeignTensors] | undefined {
  for (const { tensors } of findNetworks(readPytorch(bytes))) {
    if (tensors.has('Mixed_5b.branch1x1.conv.weight')) return ['inception', ofFid(tensors)];
    if (tensors.get('features.0.weight')?.shape.join() === '64,3,11,11') return ['alexnet', tensors];
    if (tensors.has('lin0.model.1.weight')) return ['lin', tensors];
  }
  return undefined;
}

/** ImageNet's classes are 1000; the network of 2015 that FID is defined by has 1008. */
function ofFid(tensors: ForeignTensors): ForeignTensors {
  const classes = tensors.get('fc.weight')?.shape[0];
  if (classes === undefined || classes === 1008) return tensors;
  throw new ConvertError(
    `Expected the InceptionV3 that FID is defined by, of 1008 classes, got one of ${classes}, whose figures nobody could compare. Give ${USUAL_FILES.inception}.`,
  );
}

/** InceptionV3's tensors as ours, each batch norm moved into the convolution before it. */
export function inceptionTensors(tensors: ForeignTensors): ConvertedTensor[] {
  const read = readerOf('inception', tensors);
  const made = Object.entries(featureNetworks.inception.tensors()).map(([name, { shape }]) => {
    const layer = name.slice(0, name.lastIndexOf('.'));
    const channels = shape.at(-1) as number;
    const norm = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
      read(`${layer}.bn.${part}`, [channels]),
    ) as [Values, Values, Values, Values];
    if (shape.length === 1) return { name, shape, values: () => Float32Array.from(offsetsOf(norm)) };
    const kernel = readKernel(read, `${layer}.conv.weight`, shape);
    // The last axis counts the channels, each of which batch norm multiplies.
    return {
      name,
      shape,
      values: () => {
        const factors = factorsOf(norm);
        return kernel().map((value, i) => value * (factors[i % channels] as number));
      },
    };
  });
  read.refuseOthers();
  return made;
}

type Values = () => Float32Array;
type Norm = readonly [scale: Values, offset: Values, mean: Values, variance: Values];

function factorsOf([scale, , , variance]: Norm): Float64Array {
  const variances = variance();
  return Float64Array.from(scale(), (value, i) => value / Math.sqrt((variances[i] as number) + BATCH_NORM_EPSILON));
}

function offsetsOf(norm: Norm): Float64Array {
  const [, offset, mean] = norm;
  const [factors, means] = [factorsOf(norm), mean()];
  return Float64Array.from(offset(), (value, i) => value - (means[i] as number) * (factors[i] as number));
}

function lpipsTensors(alexnet: ForeignTensors, lin: ForeignTensors): ConvertedTensor[] {
  const [readAlexnet, readLin] = [readerOf('alexnet', alexnet), readerOf('lin', lin)];
  const made = Object.entries(featureNetworks.lpips.tensors()).map(([name, { shape }]) => {
    const [, number] = /(\d)/.exec(name) as unknown as [string, string];
    const index = Number(number) - 1;
    if (name.startsWith('lin'))
      return { name, shape, values: readLin(`lin${index}.model.1.weight`, [1, ...shape, 1, 1]) };
    const key = `features.${ALEXNET_LAYERS[index]}.${name.slice(name.indexOf('.') + 1)}`;
    const values = shape.length === 4 ? readKernel(readAlexnet, key, shape) : readAlexnet(key, shape);
    return { name, shape, values };
  });
  readAlexnet.refuseOthers();
  readLin.refuseOthers();
  return made;
}

/** The values of a tensor by its name there, which has to be of this shape. */
type Reader = {
  (key: string, shape: readonly number[]): Values;
  /** @throws ConvertError where there is a tensor that was not asked for */
  refuseOthers(): void;
};

function readerOf(part: Part, tensors: ForeignTensors): Reader {
  const used = new Set<string>();
  const read = (key: string, shape: readonly number[]): Values => {
    used.add(key);
    const tensor = tensors.get(key);
    if (tensor?.shape.join() !== shape.join())
      throw new ConvertError(
        `Expected ${quote(key)} of shape [${shape}], got ${tensor ? `[${tensor.shape}]` : 'none'}. Give ${USUAL_FILES[part]}.`,
      );
    return () => finite(tensor as ForeignTensor, key);
  };
  const refuseOthers = () => {
    const other = [...tensors.keys()].find((key) => !used.has(key) && !IGNORED[part].test(key));
    if (other !== undefined)
      throw new ConvertError(`Expected no tensor ${quote(other)}, got one. Give ${USUAL_FILES[part]}.`);
  };
  return Object.assign(read, { refuseOthers });
}

function readKernel(read: Reader, key: string, shape: readonly number[]): Values {
  const [height, width, inputs, outputs] = shape as [number, number, number, number];
  const theirs = [outputs, inputs, height, width] as const;
  const values = read(key, theirs);
  return () => arrangeKernel(values(), theirs, { inputAxis: 1 });
}

function finite(tensor: ForeignTensor, key: string): Float32Array {
  const values = tensor.read();
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong === undefined) return values;
  throw new ConvertError(`Expected finite weights, got ${wrong} in ${quote(key)}. Download the file again.`);
}
