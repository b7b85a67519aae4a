import { isFloat, type OwnKernel } from './own-kernel.ts';

type Attrs = { cropSize: [number, number]; method: 'bilinear' | 'nearest'; extrapolationValue: number };

/**
 * Parts of images, resized by nearest neighbours: ({ image, boxes, boxInd }, { cropSize, method, extrapolationValue }) -> y. The
 * stock kernel takes the neighbour before. All else is left to it.
 */
export const cropAndResize: OwnKernel = {
  name: 'CropAndResize',
  covers: 'float32 tensors image and boxes, and an image index for each box',
  run({ backend, inputs: { image, boxes, boxInd }, attrs }) {
    const { cropSize, method, extrapolationValue } = attrs as Attrs;
    if (!isFloat(image) || !isFloat(boxes) || !boxInd) return undefined;
    const [batch, height, width, channels] = image.shape as [number, number, number, number];
    const count = boxes.shape[0] as number;
    const numbers = backend.typedArrayFromHeap(boxInd);
    const unknown = numbers.find((n) => !(n >= 0 && n < batch));
    if (unknown !== undefined)
      throw new Error(`Expected boxInd from 0 to ${batch - 1} for CropAndResize, got ${unknown}. Check boxInd.`);
    if (method !== 'nearest') return undefined;
    const y = backend.makeOutput([count, ...cropSize, channels], 'float32');
    const [pixels, edges, to] = [image, boxes, y].map((each) => backend.typedArrayFromHeap(each)) as Arrays;
    const ofImages = backend.typedArrayFromHeap(boxInd); // again, because the output may have moved the memory
    let at = 0;
    for (let box = 0; box < count; box++) {
      const [top, left, bottom, right] = edges.subarray(4 * box, 4 * box + 4) as unknown as Four;
      const rows = nearestPlaces(top, bottom, height, cropSize[0]);
      const columns = nearestPlaces(left, right, width, cropSize[1]);
      for (const row of rows)
        for (const column of columns) {
          const pixel = (((ofImages[box] as number) * height + row) * width + column) * channels;
          const isInside = row >= 0 && column >= 0;
          for (let c = 0; c < channels; c++, at++)
            to[at] = isInside ? (pixels[pixel + c] as number) : extrapolationValue;
        }
    }
    return y;
  },
};

type Arrays = [Float32Array, Float32Array, Float32Array];
type Four = [number, number, number, number];

/** The nearest pixels along an axis, of which `begin` and `end` are parts; -1 for what is outside the image. */
function nearestPlaces(begin: number, end: number, size: number, count: number): number[] {
  const step = count > 1 ? ((end - begin) * (size - 1)) / (count - 1) : 0;
  const first = count > 1 ? begin * (size - 1) : 0.5 * (begin + end) * (size - 1);
  return Array.from({ length: count }, (_, i) => {
    const place = first + i * step;
    return place >= 0 && place <= size - 1 ? Math.round(place) : -1;
  });
}
