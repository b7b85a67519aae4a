import { parseJson } from '../files/parse-json.ts';
import type { DataSetRequest } from '../pairs/data-set-record.ts';
import type { DataSetContent, PreparedDataSet, PrepareOptions } from './data-set.ts';
import { emojiFamily, hasSkinTone } from './emoji-code.ts';
import { emojiVariants } from './emoji-variants.ts';
import { emptySheets } from './empty-sheets.ts';
import { type FetchOptions, fetchPackage } from './fetch-package.ts';
import { type PackageFiles, prepareDataSet } from './prepare-data-set.ts';
import { readTarball } from './read-tarball.ts';

const OPENMOJI = {
  name: 'openmoji',
  version: '17.0.0',
  integrity: 'sha512-EBnYrNGdcdw+OSXmENeNE1yBNRu6tOraTmoOyUbJkTmvT/+XETp8RZLSJFzD3lrPc5N9CzsyPnRTk0Vp4UaI9w==',
} as const;

/** The groups of OpenMoji 17.0.0; the number of pairs without skin tones after each. */
const OPENMOJI_GROUPS = [
  'smileys-emotion', // 171
  'people-body', // 388
  'component', // 4
  'animals-nature', // 160
  'food-drink', // 131
  'travel-places', // 219
  'activities', // 85
  'objects', // 266
  'symbols', // 224
  'flags', // 270
  'extras-openmoji', // 405
  'extras-unicode', // 137
] as const;

/** What is taken from OpenMoji. */
export type OpenMojiOptions = PrepareOptions & {
  /** Names of groups. @default all of them */
  groups?: readonly string[] | undefined;
  /**
   * How wide the lines are, as multiples of OpenMoji's own: pairs to train on come once for each, above 0 and up to 8. Held-out
   * ones stay as they are. @default [1]
   */
  lineWidths?: readonly number[] | undefined;
  /**
   * So many copies more of each drawing to train on, each part that its lines close in filled with a random colour, with a dot
   * or stroke of it there, from 0 to 100: a model learns from them to do as such hints say. @default 0
   */
  recoloured?: number | undefined;
  /** Cut off what is empty around the drawings to train on, so that they fill the picture. @default false */
  trim?: boolean | undefined;
};

/** What OpenMoji says of its emoji. */
const EMOJI_FILE = 'data/openmoji.json';

/** Every SVG's view box is 72 units wide and high. */
const SVG_SIDE = 72;

/**
 * Makes the pairs of OpenMoji: A is the black line drawing, B the coloured one. Skin-tone variants are left out unless
 * asked for, because they share one line drawing: a network can only learn their mean.
 *
 * @throws RangeError where an option is out of range or a group unknown; DataError where the folder holds
 *   something else; Error where the package cannot be fetched; FileError where the folder cannot be written
 */
export async function prepareOpenMoji(options: OpenMojiOptions): Promise<PreparedDataSet> {
  const { size, skinTones = false, limit = null, lineWidths = [1], recoloured = 0 } = options;
  const { trim = false, emptySheets = 0 } = options;
  const groups = checkGroups(options.groups);
  const request = {
    format: 1,
    name: 'openmoji',
    packages: [OPENMOJI],
    licence: 'CC-BY-SA-4.0',
    a: 'black line drawing',
    b: 'coloured drawing',
    size,
    groups,
    skinTones,
    limit,
    ...(lineWidths.join() !== '1' && { lineWidths }),
    ...(recoloured > 0 && { recoloured }),
    ...(trim && { trim }),
    ...(emptySheets > 0 && { emptySheets }),
  } as const;
  return prepareDataSet({ request, wanted, contentOf: (files) => contentOf(files, request) }, options);
}

function wanted(file: string): boolean {
  return /^(black|color)\/svg\/[^/]+\.svg$/.test(file) || file === EMOJI_FILE || file === 'LICENSE.txt';
}

function contentOf([files]: PackageFiles, request: DataSetRequest): DataSetContent {
  const { groups, skinTones, emptySheets: empty = 0 } = request;
  const file = (path: string) => files?.get(path);
  const pairs = emojiOf(file(EMOJI_FILE)).flatMap(({ hexcode, group }) => {
    const [a, b] = [file(`black/svg/${hexcode}.svg`), file(`color/svg/${hexcode}.svg`)];
    const taken = (groups?.includes(group) ?? true) && (skinTones || !hasSkinTone(hexcode));
    if (!taken || !a || !b) return [];
    const emoji = { name: hexcode, family: emojiFamily(hexcode), lines: a, coloured: b, side: SVG_SIDE };
    return emojiVariants(emoji, request);
  });
  return { pairs: [...pairs, ...emptySheets(empty)], licenceText: `${ATTRIBUTION}\n${file('LICENSE.txt')}` };
}

const ATTRIBUTION = `All emojis designed by OpenMoji (https://openmoji.org), the open-source emoji and icon project.
License: CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/), its text below.

Changes: the line drawing and the coloured drawing of each emoji (npm package openmoji ${OPENMOJI.version}) were drawn side by
side on white as one PNG. The pictures in this folder are under the same license.
`;

/** The group of each emoji of OpenMoji by the name of its pair. @throws as {@link prepareOpenMoji} where it cannot be fetched */
export async function openMojiGroups(options: FetchOptions = {}): Promise<Map<string, string>> {
  const files = await readTarball(await fetchPackage(OPENMOJI, options), (file) => file === EMOJI_FILE);
  return new Map(emojiOf(files.get(EMOJI_FILE)).map(({ hexcode, group }) => [hexcode, group]));
}

function emojiOf(file: Buffer | undefined): { hexcode: string; group: string }[] {
  return parseJson(String(file)) as { hexcode: string; group: string }[];
}

/** The groups once each and in one order, so that the same choice is the same data set. */
function checkGroups(groups: readonly string[] | undefined): readonly string[] | null {
  if (groups === undefined) return null;
  const unknown = groups.filter((group) => !(OPENMOJI_GROUPS as readonly string[]).includes(group));
  if (unknown.length > 0 || groups.length === 0) {
    const got = unknown.length > 0 ? unknown.join(', ') : 'none';
    throw new RangeError(`Expected groups from ${OPENMOJI_GROUPS.join(', ')}, got ${got}. Use some of these.`);
  }
  return OPENMOJI_GROUPS.filter((group) => groups.includes(group));
}
