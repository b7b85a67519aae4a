import {
  add,
  conv2d,
  customGrad,
  engine,
  getGradient,
  type NamedAttrMap,
  registerGradient,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { engineKernel } from './engine-kernel.ts';

/**
 * y = x + bias for each channel. Engines may offer the kernel `BiasGrad` ({ dy } -> dBias [C]), the sum over all else.
 *
 * @param x [B, H, W, C]
 * @param bias [C]
 * @returns [B, H, W, C], owned by the caller; differentiable in both.
 */
export function addBias(x: Tensor4D, bias: Tensor1D): Tensor4D {
  if (!engineKernel('BiasGrad')) return add(x, bias);
  const op = customGrad((...inputs) => {
    const [values, offsets] = inputs as unknown as [Tensor4D, Tensor1D];
    return { value: add(values, offsets), gradFunc: (dy: Tensor) => [dy.clone(), biasGradient(dy)] };
  });
  return op(x, bias) as Tensor4D;
}

/**
 * A convolution with a bias for each channel. Engines that compute both at once offer the kernel `Conv2DBias`
 * ({ x, filter, bias }, { strides, pad } -> y); its gradients are TensorFlow.js's of a convolution, and `BiasGrad`.
 *
 * @param x [B, H, W, Cin]
 * @param filter [height, width, Cin, Cout]
 * @param bias [Cout]
 * @returns [B, H', W', Cout], owned by the caller; differentiable in all three.
 */
export function conv2dBias(
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor1D,
  stride: number,
  pad: 'same' | 'valid',
): Tensor4D {
  if (!engineKernel('Conv2DBias')) return tidy(() => addBias(conv2d(x, filter, stride, pad), bias));
  registerConv2dBiasGradient();
  return run('Conv2DBias', { x, filter, bias }, { strides: [stride, stride], pad }) as Tensor4D;
}

/** As TensorFlow.js has its own gradients: each is computed where somebody asks for it, which a `customGrad` cannot do. */
function registerConv2dBiasGradient(): void {
  if (getGradient('Conv2DBias')) return;
  registerGradient({
    kernelName: 'Conv2DBias',
    inputsToSave: ['x', 'filter'],
    gradFunc: (given, saved, attrs) => {
      const [dy, [x, filter]] = [given as Tensor, saved as [Tensor, Tensor]];
      const convolution = { ...attrs, dataFormat: 'NHWC' };
      return {
        x: () => run('Conv2DBackpropInput', { dy, filter }, { ...convolution, inputShape: x.shape }),
        filter: () => run('Conv2DBackpropFilter', { x, dy }, { ...convolution, filterShape: filter.shape }),
        bias: () => biasGradient(dy),
      };
    },
  });
}

function biasGradient(dy: Tensor): Tensor {
  const kernel = engineKernel('BiasGrad');
  return kernel ? (kernel({ dy }, {})[0] as Tensor) : sum(dy, [0, 1, 2]);
}

const run = (name: string, inputs: Record<string, Tensor>, attributes: NamedAttrMap): Tensor =>
  engine().runKernel(name, inputs, attributes);
