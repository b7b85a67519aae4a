import { alike, type DrawCall, type DrawCalls } from './draw-call.ts';

// Kernels that resample images.

const resize: DrawCall = (d) => {
  const shape = [d.chance(0.06) ? 0 : d.whole(1, 3), d.whole(1, 9), d.whole(1, 9), d.whole(1, 4)];
  const alignCorners = d.chance(0.4);
  const halfPixelCenters = !alignCorners && d.chance(0.4);
  return {
    inputs: { images: d.tensor(shape) },
    attrs: { size: [d.whole(1, 9), d.whole(1, 9)], alignCorners, halfPixelCenters },
  };
};

const rotate: DrawCall = (d) => {
  const image = d.tensor([d.whole(1, 2), d.whole(1, 6), d.whole(1, 6), d.whole(1, 4)]);
  return { inputs: { image }, attrs: { radians: d.one([0.5, 1, -2]), fillValue: d.one([0, 1]), center: 0.5 } };
};

const transform: DrawCall = (d) => {
  const count = d.whole(1, 2);
  const transforms = d.tensor([count, 8]);
  transforms.values = transforms.values.map(
    (v, i) => Math.fround([1, 0, 0, 0, 1, 0, 0, 0][i % 8] as number) + Math.fround(v / (i % 8 > 5 ? 200 : 8)),
  );
  transforms.values = transforms.values.map(Math.fround);
  const attrs = {
    interpolation: d.one(['nearest', 'bilinear']),
    fillMode: d.one(['constant', 'reflect', 'wrap', 'nearest']),
    fillValue: d.one([0, 0.5]),
    outputShape: [d.whole(1, 6), d.whole(1, 6)],
  };
  return { inputs: { image: d.tensor([count, d.whole(1, 6), d.whole(1, 6), d.whole(1, 3)]), transforms }, attrs };
};

export const drawResizes: DrawCalls = {
  ...alike(['ResizeBilinear', 'ResizeNearestNeighbor'], resize),
  RotateWithOffset: rotate,
  Transform: transform,
};
