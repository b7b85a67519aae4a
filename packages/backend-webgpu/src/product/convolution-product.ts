import type { ConvolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { type Product, widthOf } from './product.ts';

/** y from x and the filter, dx from dy and the filter, or the filter's gradient from x and dy. */
export function convolutionProduct(
  kind: 'forward' | 'inputGradient' | 'filterGradient',
  info: ConvolutionInfo,
): Product {
  const { batchSize: batch, inChannels, outChannels, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const outPixels = batch * info.outHeight * info.outWidth;
  const taps = filterHeight * filterWidth;
  const [ofX, ofY] = [widthOf(inChannels), widthOf(outChannels)];
  const numbers = numbersOf(info);
  if (kind === 'forward')
    return {
      kind,
      ...{ m: outPixels, n: outChannels, k: taps * inChannels, count: 1 },
      widths: { a: ofX, b: ofY },
      numbers,
      shape: info.outShape,
    };
  if (kind === 'filterGradient')
    return {
      kind,
      ...{ m: taps * inChannels, n: outChannels, k: outPixels, count: 1 },
      widths: { a: ofX, b: ofY },
      numbers,
      shape: info.filterShape,
    };
  return {
    kind,
    m: batch * Math.ceil(info.inHeight / strideHeight) * Math.ceil(info.inWidth / strideWidth),
    n: inChannels,
    k: mostTaps('Height', info) * mostTaps('Width', info) * outChannels,
    count: strideHeight * strideWidth,
    widths: { a: ofY, b: ofY },
    numbers,
    shape: info.inShape,
  };
}

/** Rows or columns of the taps of an input gradient's phase, of the phase that has most. */
function mostTaps(along: 'Height' | 'Width', info: ConvolutionInfo): number {
  const [stride, size, ofOut] = [info[`stride${along}`], info[`in${along}`], info[`out${along}`]];
  const padding = along === 'Height' ? info.padInfo.top : info.padInfo.left;
  const ofPhases = Array.from({ length: stride }, (_, first) => {
    const source = Math.floor((first + padding) / stride);
    const tap = first + padding - source * stride;
    const last = Math.min(
      Math.ceil((info[`filter${along}`] - tap) / stride),
      source + Math.ceil((size - first) / stride),
    );
    return last - Math.max(0, source + 1 - ofOut);
  });
  return Math.max(0, ...ofPhases);
}

function numbersOf(info: ConvolutionInfo): Record<string, number> {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  return {
    ...{ batch: batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels },
    ...{ filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth },
    ...{ top: padInfo.top, left: padInfo.left },
  };
}
