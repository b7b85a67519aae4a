import type { Attribute, Handle } from '../node-backend.ts';
import type { Attributes } from './attributes.ts';
import type { GradientKernel, Window } from './convolution.ts';

/** Runs one of TensorFlow's operations. */
export type Run = (
  operation: string,
  attributes: readonly Attribute[],
  inputs: readonly Handle[],
  outputs?: number,
) => Handle[];

/** Makes a tensor of TensorFlow's from values. */
export type Constant = (values: Float32Array | Int32Array, shape: readonly number[]) => Handle;

/**
 * Makes a tensor of TensorFlow's from what is computed of a kernel's attributes. Where these know how they are computed
 * anew (`again`), a recording of the kernel computes the values anew each time.
 */
export type ChangingConstant = <Attributes extends object>(
  attributes: Attributes,
  valuesOf: (attributes: Attributes) => Float32Array,
  shape: readonly number[],
) => Handle;

/** TensorFlow's operations on float32 handles, as functions; most take bfloat16 as well, and give what they are given. */
export type Operations = ReturnType<typeof operations>;

/** TensorFlow's number for bfloat16, which tfjs-node's addon passes on and has no name for. */
const BFLOAT16 = 14;

/** Gives TensorFlow's operations: `run` any, and by name those that several kernels are made of. */
export function operations(
  { float32, int32, type, integer, integers, flag, text }: Attributes,
  run: Run,
  constant: Constant,
  changing: ChangingConstant,
) {
  const one = (name: string, attributes: Parameters<Run>[1], inputs: Handle[]) =>
    run(name, attributes, inputs)[0] as Handle;
  const whole = (values: readonly number[]) => constant(Int32Array.from(values), [values.length]);
  const image = (pair: readonly [number, number]) => [1, ...pair, 1];
  const nhwc = text('data_format', 'NHWC');
  const FLOAT32 = float32('').value as number;
  const typeOf = (x: Handle) => type('T', x.dtype);
  const cast = (x: Handle, dtype: number) =>
    x.dtype === dtype ? x : one('Cast', [type('SrcT', x.dtype), type('DstT', dtype), flag('Truncate', false)], [x]);
  const windows = ({ strides, padding }: Pick<Window, 'strides' | 'padding'>) => [
    integers('strides', image(strides)),
    integers('dilations', [1, 1, 1, 1]),
    text('padding', padding),
    nhwc,
    flag('use_cudnn_on_gpu', true),
  ];
  const reshape = (x: Handle, shape: readonly number[]) =>
    one('Reshape', [typeOf(x), int32('Tshape')], [x, whole(shape)]);
  const transpose = (x: Handle, order: readonly number[]) =>
    one('Transpose', [typeOf(x), int32('Tperm')], [x, whole(order)]);

  return {
    run,
    constant,
    changing,
    /** The nearest bfloat16: eight bits of the 24. */
    toBfloat16: (x: Handle) => cast(x, BFLOAT16),
    toFloat32: (x: Handle) => cast(x, FLOAT32),
    /** Cuts a tensor [B, ...] into its images [1, ...]; they share its memory. */
    splitImages(x: Handle): Handle[] {
      const images = x.shape[0] as number;
      if (images === 1) return [x];
      const axis = constant(Int32Array.of(0), []);
      return run('Split', [integer('num_split', images), float32('T')], [axis, x], images);
    },
    /** Puts images [1, ...], or values [C] of each, one after the other. */
    joinImages(images: readonly Handle[]): Handle {
      if (images.length === 1) return images[0] as Handle;
      const axis = constant(Int32Array.of(0), []);
      return one('ConcatV2', [integer('N', images.length), float32('T'), int32('Tidx')], [...images, axis]);
    },
    /** [B, H, W, C] -> [1, H * W, 1, B * C]: the images next to each other, as channels. */
    imagesAsChannels(x: Handle): Handle {
      const [images, height, width, channels] = x.shape as [number, number, number, number];
      const positions = height * width;
      return reshape(transpose(reshape(x, [images, positions, channels]), [1, 0, 2]), [
        1,
        positions,
        1,
        images * channels,
      ]);
    },
    /** The other way round, for images of this shape. */
    channelsAsImages(x: Handle, shape: readonly number[]): Handle {
      const [images, height, width, channels] = shape as [number, number, number, number];
      return reshape(transpose(reshape(x, [height * width, images, channels]), [1, 0, 2]), shape);
    },
    reshape,
    transpose,
    reverse: (x: Handle, axes: readonly number[]) => one('ReverseV2', [typeOf(x), int32('Tidx')], [x, whole(axes)]),
    slice: (x: Handle, begin: readonly number[], size: readonly number[]) =>
      one('Slice', [typeOf(x), int32('Index')], [x, whole(begin), whole(size)]),
    /**
     * Zeros before and after each axis. Not by `Pad`: in a function TensorFlow makes one operation of that and a convolution,
     * which gives other bits than they do by themselves.
     */
    pad(x: Handle, amounts: readonly (readonly [number, number])[]): Handle {
      const lengths = constant(Int32Array.from(amounts.flat()), [amounts.length, 2]);
      const zero = cast(constant(Float32Array.of(0), []), x.dtype);
      return one('PadV2', [typeOf(x), int32('Tpaddings')], [x, lengths, zero]);
    },
    addAll: (terms: readonly Handle[]) => one('AddN', [integer('N', terms.length), float32('T')], [...terms]),
    matMul: (a: Handle, b: Handle, { transposeA = false, transposeB = false }) =>
      one('MatMul', [flag('transpose_a', transposeA), flag('transpose_b', transposeB), typeOf(a)], [a, b]),
    /** Each position's window, laid flat: [B, H, W, C] -> [B, H', W', height * width * C]. */
    patches: (x: Handle, { size, strides, padding }: Window) =>
      one(
        'ExtractImagePatches',
        [
          typeOf(x),
          integers('ksizes', image(size)),
          integers('strides', image(strides)),
          integers('rates', [1, 1, 1, 1]),
          text('padding', padding),
        ],
        [x],
      ),
    /** By default a convolution without padding, one step at a time. */
    convolve: (
      x: Handle,
      filter: Handle,
      window: Pick<Window, 'strides' | 'padding'> = { strides: [1, 1], padding: 'VALID' },
    ) => one('Conv2D', [typeOf(x), ...windows(window)], [x, filter]),
    /** TensorFlow's own gradient, of this shape; `other` is x where it is the filter's, and the filter where it is x's. */
    convolutionGradient(
      kernel: GradientKernel,
      shape: readonly number[],
      dy: Handle,
      other: Handle,
      window: Pick<Window, 'strides' | 'padding'>,
    ): Handle {
      const inputs = kernel === 'Conv2DBackpropInput' ? [whole(shape), other, dy] : [other, whole(shape), dy];
      return one(kernel, [typeOf(dy), ...windows(window)], inputs);
    },
    /** [B, H, W, block * block * C] -> [B, block * H, block * W, C] */
    depthToSpace: (x: Handle, block: number) =>
      block === 1 ? x : one('DepthToSpace', [typeOf(x), integer('block_size', block), nhwc], [x]),
  };
}
