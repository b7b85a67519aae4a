import { engine, type KernelFunc, type NamedAttrMap, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

type Call = Parameters<KernelFunc>[0];
/** Strides, dilations and padding of [B, C, H, W] would reach TensorFlow as those of [B, H, W, C]. */
const TO_LAST = [0, 2, 3, 1];
const TO_FIRST = [0, 3, 1, 2];
const IMAGES = ['x', 'dy'];

const inOrder = <Value>(values: readonly Value[], order: readonly number[]) => order.map((i) => values[i] as Value);

/**
 * A convolution's kernel, or a gradient's, for images [B, C, H, W] as well: it is given them as [B, H, W, C], the one order
 * that every processor's TensorFlow computes.
 *
 * @param givesImages whether its result is of images too, not of a filter
 */
export function throughChannelsLast(stock: KernelFunc, givesImages: boolean): KernelFunc {
  return (call) => {
    if (call.attrs?.dataFormat !== 'NCHW') return stock(call);
    const turned = Object.fromEntries(
      IMAGES.flatMap((name) => {
        const image = call.inputs[name];
        return image ? [[name, transposed(image, TO_LAST)] as const] : [];
      }),
    );
    const result = stock({ ...call, inputs: { ...call.inputs, ...turned }, attrs: attributesInOrder(call) }) as Tensor;
    for (const image of Object.values(turned)) dispose(image);
    if (!givesImages) return result;
    const back = transposed(result, TO_FIRST);
    dispose(result);
    return back;
  };
}

function attributesInOrder({ attrs }: Call): NamedAttrMap {
  const { pad, inputShape } = attrs as { pad: unknown; inputShape?: number[] };
  return {
    ...attrs,
    dataFormat: 'NHWC',
    ...(Array.isArray(pad) && { pad: inOrder(pad, TO_LAST) }),
    ...(inputShape && { inputShape: inOrder(inputShape, TO_LAST) }),
  } as NamedAttrMap;
}

function transposed(x: TensorInfo, perm: number[]): Tensor {
  return engine().runKernel('Transpose', { x } as never, { perm }) as Tensor;
}

function dispose(tensor: TensorInfo): void {
  engine().disposeTensor(tensor as Tensor);
}
