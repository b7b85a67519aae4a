import { type Colour, PLANET_PALETTE } from '@pix2pix-ts/data';
import type { PreparedDataSet } from '../src/prepare/data-set.ts';
import { prepareFluent } from '../src/prepare/prepare-fluent.ts';
import { type OpenMojiOptions, openMojiGroups, prepareOpenMoji } from '../src/prepare/prepare-openmoji.ts';
import { preparePlanet } from '../src/prepare/prepare-planet.ts';

/** What is known of a model before it is trained; how it is trained is in the package's config.json. */
export type Recipe = {
  /** The set's name in dataset.json. */
  readonly dataSet: string;
  readonly prepare: (options: OpenMojiOptions) => Promise<PreparedDataSet>;
  /** The group of each pair by its name; null where the set has none. */
  readonly groups: (() => Promise<ReadonlyMap<string, string>>) | null;
  /** Whose pictures they are. */
  readonly attribution: string;
  /** Which of them, in addition to the groups. */
  readonly pairs: string;
  /** How one draws for it on a page, but for the colours, which are measured. */
  readonly page: {
    readonly title: string;
    readonly hint: string;
    readonly tools: readonly string[];
    /** Of the pen, of 1024. */
    readonly width: number;
    /** Which held-out pictures a page offers. */
    readonly examples: 'lines' | 'flat' | 'planet';
  };
  /** The colours that one draws with by their names, or how many are measured; white paper comes on top where there are several. */
  readonly colours: number | Readonly<Record<string, Colour>>;
  /** How the twelve drawings are drawn for it; null where it is not for drawings. */
  readonly drawings: 'lines' | 'flat' | null;
};

/** The models that are packages of this repository; a new one is one entry, and a folder `packages/model-NAME`. */
export const RECIPES: Readonly<Record<string, Recipe>> = {
  colour: {
    dataSet: 'openmoji',
    prepare: prepareOpenMoji,
    groups: openMojiGroups,
    attribution: 'OpenMoji (openmoji.org)',
    pairs: 'without skin tones',
    page: {
      title: 'Colour',
      hint: 'Draw with black lines; a dot of colour says what colour a part has.',
      // Without fill: a dot fills its part.
      tools: ['pen', 'eraser', 'line', 'rectangle'],
      width: 28,
      examples: 'lines',
    },
    colours: 1,
    drawings: 'lines',
  },
  '3d': {
    dataSet: 'fluent',
    prepare: prepareFluent,
    groups: null,
    attribution: 'Fluent emoji by Microsoft',
    pairs: 'without skin tones',
    page: {
      title: '3D',
      hint: 'Paint flat shapes, and the network gives them light and volume.',
      tools: ['pen', 'eraser', 'line', 'rectangle', 'fill'],
      width: 80,
      examples: 'flat',
    },
    colours: 15,
    drawings: 'flat',
  },
  planet: {
    dataSet: 'planet',
    prepare: preparePlanet,
    groups: null,
    attribution: 'Blue Marble by NASA',
    pairs: 'squares of several sizes',
    page: {
      title: 'Planet',
      hint: 'Paint seas, forests and deserts, and see a world from above that does not exist.',
      tools: ['pen', 'fill', 'rectangle'],
      width: 96,
      examples: 'planet',
    },
    colours: PLANET_PALETTE,
    drawings: null,
  },
};
