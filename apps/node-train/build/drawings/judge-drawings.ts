import { longerSide } from '@pix2pix-ts/common';
import { CHANNELS, type Pixels } from '@pix2pix-ts/data';
import type { Translator } from '@pix2pix-ts/pix2pix';
import { TWELVE_DRAWINGS } from '@pix2pix-ts/testing/twelve-drawings';
import { closedRegions, type Region } from './closed-regions.ts';
import { COLOURS } from './colours.ts';
import { drawPicture, PLACINGS, type Placing, paintedFlat, withDots } from './draw-picture.ts';
import { regionThere } from './region-there.ts';
import { weave } from './weave.ts';

/** What a model wants: black lines on white, or flat shapes. */
export type DrawingKind = 'lines' | 'flat';

/** How a model does on drawings, in steps of 255. A colour's distance and deviation are those of its channels, as root mean squares. */
export type DrawingsJudged = {
  /** How far an empty sheet's translation is from white. */
  readonly emptySheet: { readonly mean: number; readonly worst: number };
  /** @see weave, of a disc in the middle */
  readonly weave: number;
  /** How it colours what lines close in; null where shapes were painted. */
  readonly regions: RegionsJudged | null;
};

/** How a model colours the regions of line drawings. */
export type RegionsJudged = {
  /** The deviation of the colour within a region: the mean over all, and the worst. */
  readonly deviation: { readonly mean: number; readonly worst: number };
  /** The same where each region has a dot of colour, and how far its mean colour is from the dot's. */
  readonly hinted: { readonly deviation: number; readonly distance: { readonly mean: number; readonly worst: number } };
  /**
   * How far apart the colours of a drawing's largest region are at different sizes and places, the same region at all of them: the
   * mean, and the worst drawing's.
   */
  readonly acrossPlaces: { readonly mean: number; readonly worst: number };
};

/** What a drawing became, for the sheet. */
export type ShownDrawing = { readonly name: string; readonly pictures: readonly Pixels[] };

const IN_THE_MIDDLE = PLACINGS.filter(({ x }) => x === 0.5);
const WHOLE: Placing = { scale: 1, x: 0.5, y: 0.5 };
const DISC = '<circle cx="128" cy="128" r="110"/>';

/** Has a model translate the twelve drawings at all sizes and places; those in lines also with dots of colour. */
export async function judgeDrawings(
  translator: Translator,
  kind: DrawingKind,
  onShown: (shown: ShownDrawing) => void = () => {},
): Promise<DrawingsJudged> {
  const size = longerSide(translator.imageSize);
  const regions = kind === 'lines' ? await judgeRegions(translator, onShown) : null;
  if (kind === 'flat') await showFlat(translator, onShown);
  const empty = await translated(translator, await drawPicture('', WHOLE, size));
  const away = Array.from(empty.data, (value) => 255 - value);
  const disc = kind === 'flat' ? paintedFlat(DISC) : DISC;
  return {
    emptySheet: { mean: mean(away), worst: away.reduce((worst, each) => Math.max(worst, each), 0) },
    weave: weave(await translated(translator, await drawPicture(disc, WHOLE, size))),
    regions,
  };
}

async function showFlat(translator: Translator, onShown: (shown: ShownDrawing) => void): Promise<void> {
  for (const [name, drawing] of Object.entries(TWELVE_DRAWINGS)) {
    const pictures: Pixels[] = [];
    for (const placing of IN_THE_MIDDLE) {
      const picture = await drawPicture(paintedFlat(drawing), placing, longerSide(translator.imageSize));
      pictures.push(picture, await translated(translator, picture));
    }
    onShown({ name, pictures });
  }
}

async function judgeRegions(translator: Translator, onShown: (shown: ShownDrawing) => void): Promise<RegionsJudged> {
  const plain: number[] = [];
  const hinted: { deviation: number; distance: number }[] = [];
  const across: number[] = [];
  const size = longerSide(translator.imageSize);
  for (const [name, drawing] of Object.entries(TWELVE_DRAWINGS)) {
    const [largest] = closedRegions(await drawPicture(drawing, WHOLE, size));
    const ofLargest: number[][] = [];
    const pictures: Pixels[] = [];
    for (const placing of PLACINGS) {
      const picture = await drawPicture(drawing, placing, size);
      const regions = closedRegions(picture);
      const coloured = await translated(translator, picture);
      const dotted = withDots(picture, regions, COLOURS);
      const colouredDots = await translated(translator, dotted);
      regions.forEach((region, i) => {
        plain.push(deviationOf(coloured, region));
        const dot = COLOURS[i % COLOURS.length] as readonly number[];
        hinted.push({
          deviation: deviationOf(colouredDots, region),
          distance: distance(meanOf(colouredDots, region), dot),
        });
      });
      const same = largest && regionThere(regions, largest, placing, size);
      if (same) ofLargest.push(meanOf(coloured, same));
      if (IN_THE_MIDDLE.includes(placing)) pictures.push(picture, coloured, dotted, colouredDots);
    }
    across.push(Math.max(...ofLargest.flatMap((one) => ofLargest.map((another) => distance(one, another)))));
    onShown({ name, pictures });
  }
  return {
    deviation: meanAndWorst(plain),
    hinted: {
      deviation: mean(hinted.map((each) => each.deviation)),
      distance: meanAndWorst(hinted.map((each) => each.distance)),
    },
    acrossPlaces: meanAndWorst(across),
  };
}

async function translated(translator: Translator, picture: Pixels): Promise<Pixels> {
  const { data, width, height } = await translator.translate(picture);
  const rgb = new Uint8Array(width * height * CHANNELS);
  for (let pixel = 0; pixel < width * height; pixel++) rgb.set(data.subarray(4 * pixel, 4 * pixel + 3), 3 * pixel);
  return { data: rgb, width, height };
}

function meanOf({ data }: Pixels, { pixels }: Region): number[] {
  return [0, 1, 2].map((channel) => mean(pixels.map((pixel) => data[pixel * CHANNELS + channel] as number)));
}

function deviationOf({ data }: Pixels, region: Region): number {
  const middle = meanOf({ data } as Pixels, region);
  const squares = [0, 1, 2].flatMap((channel) =>
    region.pixels.map((pixel) => ((data[pixel * CHANNELS + channel] as number) - (middle[channel] as number)) ** 2),
  );
  return Math.sqrt(mean(squares));
}

function distance(one: readonly number[], another: readonly number[]): number {
  return Math.sqrt(mean(one.map((value, channel) => (value - (another[channel] as number)) ** 2)));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const meanAndWorst = (values: readonly number[]) => ({ mean: mean(values), worst: Math.max(...values) });
