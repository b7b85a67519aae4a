import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import type { ConvolutionKind } from '@pix2pix-ts/common/winograd';
import { chooseMethod, winogradIsOn } from './choose-method.ts';

const kinds = {
  Conv2D: 'forward',
  FusedConv2D: 'forward',
  Conv2DBackpropInput: 'inputGradient',
  Conv2DBackpropFilter: 'filterGradient',
} as const satisfies Record<string, ConvolutionKind>;

/** The kernels that have more than one form. */
export type ConvolutionKernel = keyof typeof kinds;

/**
 * The form in which a kernel computes a convolution of these sizes: `direct`, or a Winograd form's name, such as
 * `F(2x2, 2x2)` for tiles of 2x2 results of 2x2 taps.
 *
 * @param info as `backend_util.computeConv2DInfo` gives it
 */
export function convolutionForm(kernel: ConvolutionKernel, info: ConvolutionInfo): string {
  const method = winogradIsOn() ? chooseMethod(kinds[kernel], info) : undefined;
  return method?.form.name ?? 'direct';
}
