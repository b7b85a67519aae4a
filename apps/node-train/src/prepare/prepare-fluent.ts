import type { DataSetRequest } from '../pairs/data-set-record.ts';
import type { DataSetContent, PreparedDataSet, PrepareOptions } from './data-set.ts';
import { drawPair } from './draw-pair.ts';
import { emojiFamily, hasSkinTone } from './emoji-code.ts';
import { emptySheets } from './empty-sheets.ts';
import { type PackageFiles, prepareDataSet } from './prepare-data-set.ts';

const FLAT = {
  name: '@lobehub/fluent-emoji-flat',
  version: '1.1.0',
  integrity: 'sha512-lPYCg8+N56MIj+iOgeBeH6AF0tneXxJCvgi41rOTjAWpA5rU2WUcmU1fiIXouEe8GrSTarWCYLY2ML+rdLRHsg==',
} as const;

const SHADED = {
  name: '@lobehub/fluent-emoji-3d',
  version: '1.1.0',
  integrity: 'sha512-Wlq2lVStTnr8BDpIJ0pEnTKO4LuDxxqTEhTvRtD1DLRF0me7ogeRQjKoehDHXuVJ2Qaecgl5wRBv60lUAG3h7g==',
} as const;

/** The flat drawings' view boxes are 32 units wide. */
const SVG_SIDE = 32;

/**
 * Makes the pairs of Microsoft's Fluent emoji: A is the flat drawing, B the shaded one in 3D, which is 256 pixels wide in
 * the package and gets blurred above that. Left out are the flags of countries, which are the same picture in both
 * packages and would teach to do nothing, and skin-tone variants unless asked for.
 *
 * @throws RangeError where an option is out of range; DataError where the folder holds something else; Error where a
 *   package cannot be fetched; FileError where the folder cannot be written
 */
export async function prepareFluent(options: PrepareOptions): Promise<PreparedDataSet> {
  const { size, skinTones = false, limit = null, emptySheets = 0 } = options;
  const request = {
    format: 1,
    name: 'fluent',
    packages: [FLAT, SHADED],
    licence: 'MIT',
    a: 'flat drawing',
    b: 'shaded 3D drawing',
    size,
    groups: null,
    skinTones,
    limit,
    ...(emptySheets > 0 && { emptySheets }),
  } as const;
  return prepareDataSet({ request, wanted, contentOf: (files) => contentOf(files, request) }, options);
}

function wanted(file: string): boolean {
  return /^assets\/[^/]+\.(svg|webp)$/.test(file);
}

function contentOf(
  [flat, shaded]: PackageFiles,
  { skinTones, emptySheets: empty = 0 }: DataSetRequest,
): DataSetContent {
  const codes = [...(flat?.keys() ?? [])].map((file) => file.slice('assets/'.length, -'.svg'.length)).sort();
  const pairs = codes.flatMap((code) => {
    const [a, b] = [flat?.get(`assets/${code}.svg`), shaded?.get(`assets/${code}.webp`)];
    if (!a || !b || isCountryFlag(code) || (!skinTones && hasSkinTone(code))) return [];
    const drawings = { a: { bytes: a, svgSide: SVG_SIDE }, b: { bytes: b } };
    return { name: code, side: { family: emojiFamily(code) }, draw: (size: number) => drawPair(drawings, size) };
  });
  return { pairs: [...pairs, ...emptySheets(empty)], licenceText: LICENCE_TEXT };
}

/** Two letters, or the black flag and the letters of a region. */
function isCountryFlag(code: string): boolean {
  return /^1f1(e[6-9a-f]|f[0-9a-f])|-e00[67]/.test(code);
}

const LICENCE_TEXT = `Fluent emoji by Microsoft, taken from the npm packages ${FLAT.name} and
${SHADED.name} ${SHADED.version} by LobeHub. The flat and the shaded drawing of each emoji were drawn side by side
on white as one PNG.

MIT License

Copyright (c) Microsoft Corporation.
Copyright (c) 2023 LobeHub

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;
