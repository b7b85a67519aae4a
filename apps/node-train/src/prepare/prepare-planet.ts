import { crop, type Pixels, resize } from '@pix2pix-ts/data';
import sharp, { type Sharp } from 'sharp';
import type { DataSetContent, PreparedDataSet, PrepareOptions } from './data-set.ts';
import { landCover, paintMap, shareOfLand } from './land-cover.ts';
import { planetTiles } from './planet-tiles.ts';
import { type PackageFiles, prepareDataSet } from './prepare-data-set.ts';

const GLOBE = {
  name: 'three-globe',
  version: '2.45.2',
  integrity: 'sha512-3qJE2LAdyHsUPt02mgMRc+PG3j9kGEA0fUYrwKPGIVtvMR1XjDn9hCXu31AWocdgHOFcXkrRVz7jJZzTIvR0eQ==',
} as const;

const SATELLITE = 'example/img/earth-blue-marble.jpg';
/** White where there is water. */
const WATER = 'example/img/earth-water.png';
/** Pixels a side of the median that takes the details away before the kinds of ground are told apart. */
const MEDIAN = 9;
/** The satellite's seas and forests are nearly black: a screen wants them lighter. */
const GAMMA = 1.4;
/** Squares with less land than this are all alike. */
const LEAST_LAND = 0.15;

/**
 * Makes the pairs of the planet: A is a map in the flat colours of seven kinds of ground, B the satellite picture of the same
 * place, NASA's Blue Marble. The map is told from the picture itself. Squares at several scales, without the poles; strips of
 * longitudes are held out.
 *
 * @throws RangeError where an option is out of range; DataError where the folder holds something else; Error where the
 *   package cannot be fetched; FileError where the folder cannot be written
 */
export async function preparePlanet(options: PrepareOptions): Promise<PreparedDataSet> {
  const { size, limit = null } = options;
  const request = {
    format: 1,
    name: 'planet',
    packages: [GLOBE],
    licence: 'public domain (NASA)',
    a: 'map of seven kinds of ground',
    b: 'satellite picture, made lighter',
    size,
    groups: null,
    skinTones: false,
    limit,
  } as const;
  return prepareDataSet({ request, wanted: (file) => file === SATELLITE || file === WATER, contentOf }, options);
}

async function contentOf([files]: PackageFiles): Promise<DataSetContent> {
  const satellite = sharp(files?.get(SATELLITE)).toColourspace('srgb');
  const picture = lightened(await pixelsOf(satellite.clone()));
  const { width, height } = picture;
  const smooth = await pixelsOf(satellite.clone().median(MEDIAN));
  const water = await sharp(files?.get(WATER)).resize(width, height, { fit: 'fill' }).greyscale().raw().toBuffer();
  const map = landCover(smooth, (pixel) => (water[pixel] as number) > 127);
  const tiles = planetTiles(width).filter(({ left, top, side }) => shareOfLand(map, left, top, side) >= LEAST_LAND);
  const pairs = tiles.map(({ left, top, side, split }) => ({
    name: `${side}-${top}-${left}`,
    side: { split },
    draw: async (size: number) => ({
      a: paintMap(map, left, top, side, size),
      b: resize(crop(picture, left, top, side, side), size, size),
    }),
  }));
  return { pairs, licenceText: LICENCE_TEXT };
}

async function pixelsOf(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

function lightened({ data, ...size }: Pixels): Pixels {
  const lighter = Uint8Array.from({ length: 256 }, (_, value) => Math.round(255 * (value / 255) ** (1 / GAMMA)));
  return { ...size, data: data.map((value) => lighter[value] as number) };
}

const LICENCE_TEXT = `Blue Marble by NASA's Earth Observatory (Reto Stoeckli), in the public domain; credit: NASA. Taken, with a mask of
the waters, from the npm package ${GLOBE.name} ${GLOBE.version} (MIT).

Changes: the picture was made lighter, squares were cut out, and next to each was drawn a map of its kinds of ground, which were told from its colours.
`;
