export { type Direction, directions } from './direction.ts';
export { type ImageSize, imageSizeOf, longerSide, type Sides, shorterSide, sidesOf, sizeText } from './image-size.ts';
export { joinBytes } from './join-bytes.ts';
export { nextMacrotask } from './macrotask.ts';
export { nearestName } from './nearest-name.ts';
export {
  CHANNELS,
  channelsOf,
  type Depth,
  depthOf,
  depths,
  largestOf,
  type Picture,
  type Pixels,
  type Raster,
} from './pixels.ts';
export { type Precision, precisions } from './precision.ts';
export { isSoftwareGpu } from './software-gpu.ts';
export type { StoredPictures } from './stored-pictures.ts';
export { createTable, type NameOf, type Table } from './table.ts';
