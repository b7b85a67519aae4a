import { type ForeignTensor, valueCount } from '../foreign-tensor.ts';
import { EPSILON } from '../layouts/norm-of.ts';
import type { ConvUnit } from './conv-unit.ts';

/** A unit of a graph with our name for it. */
export type MatchedUnit = {
  readonly name: string;
  readonly unit: ConvUnit;
  /** Whether ours has no norm here. */
  readonly isBare: boolean;
  /** Input channels by which the file's begin later than ours. */
  readonly rotate: number;
};

/** The norm that all units of a network have. */
export type GraphNorm = 'batch' | 'instance' | 'instance-affine' | 'none';

/**
 * A unit's tensors by our names, in the file's layout. A norm's epsilon e other than ours is a factor sqrt(1e-5 / e) of the
 * kernel before it: (s x)^2 + 1e-5 = s^2 (x^2 + e). A bias before a norm moves its mean. Where the network has no norm any
 * more, because an exporter multiplied it into some kernels, it is multiplied into the others, too.
 */
export function unitTensors(
  { name, unit, isBare }: MatchedUnit,
  norm: GraphNorm,
  axis: number,
): Map<string, ForeignTensor> {
  const { conv, norm: own } = unit;
  const tensors = new Map<string, ForeignTensor>();
  const channels = conv.outChannels;
  const bias = () => conv.bias?.read() ?? new Float32Array(channels);
  if (isBare || !own) {
    tensors.set(`${name}.weight`, conv.kernel);
    if (conv.bias) tensors.set(`${name}.bias`, conv.bias);
    return tensors;
  }
  const scale = () => own.scale?.read() ?? new Float32Array(channels).fill(1);
  const offset = () => own.offset?.read() ?? new Float32Array(channels);
  const mean = () => own.mean?.read() ?? new Float32Array(channels);
  const variance = () => own.variance?.read() ?? new Float32Array(channels).fill(1);
  const vector = (read: () => Float32Array): ForeignTensor => {
    return { shape: [channels], dtype: 'float32', byteLength: 4 * channels, read };
  };
  if (norm === 'none') {
    const factors = () => {
      const [scales, variances] = [scale(), variance()];
      return scales.map((value, i) => value / Math.sqrt((variances[i] as number) + own.epsilon));
    };
    tensors.set(`${name}.weight`, { ...shared(conv.kernel), read: () => scaled(conv.kernel, factors(), axis) });
    const moved = () => {
      const [gains, means, biases] = [factors(), mean(), bias()];
      return offset().map((value, i) => value + ((biases[i] as number) - (means[i] as number)) * (gains[i] as number));
    };
    tensors.set(`${name}.bias`, vector(moved));
    return tensors;
  }
  const factor = Math.sqrt(EPSILON / own.epsilon);
  const isOurs = Math.abs(factor - 1) < 1e-6;
  const kernel = () => scaled(conv.kernel, new Float32Array(channels).fill(factor), axis);
  tensors.set(`${name}.weight`, isOurs ? conv.kernel : { ...shared(conv.kernel), read: kernel });
  if (norm === 'instance') return tensors;
  tensors.set(`${name}.norm.scale`, vector(scale));
  tensors.set(`${name}.norm.offset`, vector(offset));
  if (norm === 'instance-affine') return tensors;
  const unbiased = () => {
    const [means, biases] = [mean(), bias()];
    return means.map((value, i) => (value - (biases[i] as number)) * factor);
  };
  tensors.set(`${name}.norm.mean`, vector(unbiased));
  tensors.set(
    `${name}.norm.variance`,
    vector(() => variance().map((value) => value * factor ** 2)),
  );
  return tensors;
}

function shared({ shape, dtype, byteLength }: ForeignTensor): Omit<ForeignTensor, 'read'> {
  return { shape, dtype, byteLength };
}

/** A kernel with a factor for each output channel, which `axis` counts. */
function scaled(kernel: ForeignTensor, factors: Float32Array, axis: number): Float32Array {
  const values = kernel.read();
  const inside = valueCount(kernel.shape.slice(axis + 1));
  return values.map((value, i) => value * (factors[Math.floor(i / inside) % factors.length] as number));
}
