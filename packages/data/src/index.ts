export { batchTensors } from './batch-tensors.ts';
export { type Batch, type BatchOptions, batches } from './batches.ts';
export { asColours } from './channels/as-colours.ts';
export { asShown } from './channels/as-shown.ts';
export { inByteScale } from './channels/in-byte-scale.ts';
export { joinChannels } from './channels/join-channels.ts';
export { asAnswer, withChannels } from './channels/with-channels.ts';
export { compareNames } from './compare-names.ts';
export { DataError } from './data-error.ts';
export { closedParts } from './hints/closed-parts.ts';
export { drawHints } from './hints/draw-hints.ts';
export { type DrawingPixels, drawingPixels, isPaper } from './hints/drawing-pixels.ts';
export { everyNeighbour, flood, isAtEdge, type Lines, stepsFromLines, visitNeighbours } from './hints/flood.ts';
export { spreadHints } from './hints/spread-hints.ts';
export { chromaOf, lightnessOf, withChroma } from './lab/lab-pictures.ts';
export { overWhite } from './over-white.ts';
export { firstPairs, type ImagePair, type PairSource, spreadPairs } from './pair-source.ts';
export { type Classes, type ModeFilterOptions, modeFilter } from './photographs/mode-filter.ts';
export { type Colour, choosePalette, colourOf, hexOf, nearestColour, paletteSample } from './photographs/palette.ts';
export {
  type PhotographInputOptions,
  type PhotographKind,
  photographInput,
  photographKinds,
  photographPair,
} from './photographs/photograph-kinds.ts';
export { photographTiles, type Square } from './photographs/photograph-tiles.ts';
export {
  type PlannedPair,
  type PlannedPhotograph,
  type PlanOptions,
  planPhotographs,
} from './photographs/plan-photographs.ts';
export { colourShares, coloursInCommon, type Photographs, whatToExpect } from './photographs/what-to-expect.ts';
export { isCutShort } from './picture-file/cut-short.ts';
export { type PictureHeader, pictureHeader } from './picture-file/picture-header.ts';
export { unreadJpeg } from './picture-file/unread-jpeg.ts';
export { type PictureRows, rowsOf } from './picture-rows.ts';
export { toFloat, toPixels, toRaster } from './pixel-values.ts';
export {
  CHANNELS,
  channelsOf,
  crop,
  type Depth,
  depthOf,
  extendEdges,
  flipLeftRight,
  largestOf,
  MAX_PIXELS,
  MAX_SIDE,
  type Pixels,
  type Raster,
} from './pixels.ts';
export { PLANET_PALETTE, type PlanetGround } from './planet-palette.ts';
export { type PairChannels, requireChannels } from './require-channels.ts';
export { resize } from './resize.ts';
export { type EngineResize, engineResize } from './resize-on-engine.ts';
export { joinSideBySide, splitSideBySide } from './side-by-side.ts';
export { SPLITS, type Split, splitOf } from './split-of.ts';
export {
  type Preprocess,
  preprocesses,
  type TransformedPair,
  type TransformOptions,
  transformPair,
} from './transform-pair.ts';
