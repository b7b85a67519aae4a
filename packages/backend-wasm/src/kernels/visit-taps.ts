/** A window that goes over [batch, depth, height, width], as tfjs describes convolutions and pools. */
export type WindowSizes = {
  batchSize: number;
  inDepth: number;
  inHeight: number;
  inWidth: number;
  outDepth: number;
  outHeight: number;
  outWidth: number;
  filterDepth: number;
  filterHeight: number;
  filterWidth: number;
  strideDepth: number;
  strideHeight: number;
  strideWidth: number;
  dilationDepth: number;
  dilationHeight: number;
  dilationWidth: number;
  padInfo: { front: number; back: number; top: number; bottom: number; left: number; right: number };
};

/** What a window over images has as one over volumes of one image each. */
export const ONE_DEEP = { inDepth: 1, outDepth: 1, filterDepth: 1, strideDepth: 1, dilationDepth: 1 };

/**
 * Visits the windows one after the other, and in each the pixels that are not padding.
 *
 * @param visit is given the place of the window's pixel in y, of the pixel in x, and of the tap in the filter
 */
export function visitTaps(sizes: WindowSizes, visit: (window: number, pixel: number, tap: number) => void): void {
  const { batchSize, inDepth, inHeight, inWidth, outDepth, outHeight, outWidth, padInfo } = sizes;
  const { filterDepth, filterHeight, filterWidth } = sizes;
  let window = 0;
  for (let image = 0; image < batchSize; image++)
    for (let outZ = 0; outZ < outDepth; outZ++)
      for (let outY = 0; outY < outHeight; outY++)
        for (let outX = 0; outX < outWidth; outX++, window++)
          for (let tapZ = 0; tapZ < filterDepth; tapZ++) {
            const z = outZ * sizes.strideDepth - padInfo.front + tapZ * sizes.dilationDepth;
            if (z < 0 || z >= inDepth) continue;
            for (let tapY = 0; tapY < filterHeight; tapY++) {
              const y = outY * sizes.strideHeight - padInfo.top + tapY * sizes.dilationHeight;
              if (y < 0 || y >= inHeight) continue;
              for (let tapX = 0; tapX < filterWidth; tapX++) {
                const x = outX * sizes.strideWidth - padInfo.left + tapX * sizes.dilationWidth;
                if (x < 0 || x >= inWidth) continue;
                const pixel = ((image * inDepth + z) * inHeight + y) * inWidth + x;
                visit(window, pixel, (tapZ * filterHeight + tapY) * filterWidth + tapX);
              }
            }
          }
}
