import { expect, test } from '@jest/globals';
import { refusedLicences } from './refused-licences.mjs';

const refused = (licence: string, name = 'left-pad') =>
  refusedLicences({ [licence]: [{ name, versions: ['1.0.0'] }] }).length > 0;

test.each(['MIT', 'Apache-2.0 AND MIT', '(BSD-3-Clause AND Apache-2.0)', '(WTFPL OR MIT)'])(
  '%s is allowed',
  (licence) => {
    expect(refused(licence)).toBe(false);
  },
);

test.each([
  'GPL-3.0',
  'LGPL-3.0-or-later',
  'MIT AND GPL-3.0',
  'GPL-2.0 OR GPL-3.0',
  'Unknown',
  'MIT OR GPL-3.0 AND GPL-2.0',
])('%s is refused', (licence) => {
  expect(refused(licence)).toBe(true);
});

test("the libraries of sharp may stay under the LGPL, and nothing else of sharp's scope", () => {
  expect(refused('LGPL-3.0-or-later', '@img/sharp-libvips-linux-x64')).toBe(false);
  expect(refused('GPL-3.0', '@img/sharp-libvips-linux-x64')).toBe(true);
  expect(refused('LGPL-3.0-or-later', '@img/colour')).toBe(true);
});

test('a refusal names the package and the licence in one line', () => {
  expect(refusedLicences({ 'GPL-3.0': [{ name: 'left-pad', versions: ['1.0.0', '2.0.0'] }] })).toEqual([
    expect.stringMatching(/^Expected a licence among MIT, .*, got GPL-3\.0 of left-pad@1\.0\.0,2\.0\.0\. [^\n]*$/),
  ]);
});
