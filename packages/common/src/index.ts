export { type Direction, directions } from './direction.ts';
export { type ImageSize, imageSizeOf, longerSide, type Sides, shorterSide, sidesOf, sizeText } from './image-size.ts';
export { joinBytes } from './join-bytes.ts';
export { nearestName } from './nearest-name.ts';
export { CHANNELS, type Picture, type Pixels } from './pixels.ts';
export { type Precision, precisions } from './precision.ts';
export { isSoftwareGpu } from './software-gpu.ts';
export { createTable, type NameOf, type Table } from './table.ts';
