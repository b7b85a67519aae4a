import { isFloat, type OwnKernel } from './own-kernel.ts';
import { type ImageShape, linearSources, scatterPixels } from './resize-sources.ts';

/** The gradient of a bilinear resize: ({ images, dy }, { alignCorners, halfPixelCenters }) -> dx. The stock kernel knows no half pixels. */
export const resizeBilinearGrad: OwnKernel = {
  name: 'ResizeBilinearGrad',
  covers: 'float32 tensors images and dy in NHWC',
  run({ backend, inputs: { images, dy }, attrs }) {
    if (!images || !isFloat(dy)) return undefined;
    const shape = images.shape as ImageShape;
    const [, newHeight, newWidth] = dy.shape as ImageShape;
    const dx = backend.makeOutput(shape, 'float32');
    const [rows, columns] = [linearSources(shape[1], newHeight, attrs), linearSources(shape[2], newWidth, attrs)];
    const gradient = backend.typedArrayFromHeap(dy) as Float32Array;
    backend.typedArrayFromHeap(dx).set(scatterPixels(gradient, shape, rows, columns));
    return dx;
  },
};
