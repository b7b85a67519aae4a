import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { copiesBelow } from './upgrade.ts';

test('copies of our packages are found inside other packages too, and those of others are not', () => {
  const modules = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-copies-'));
  const ours = ['@pix2pix-ts/data', '@pix2pix-ts/trainer', '@pix2pix-ts/trainer/node_modules/@pix2pix-ts/data'];
  const deep = ['other/node_modules/@scope/name/node_modules/@pix2pix-ts/ops'];
  for (const folder of [...ours, ...deep, '@scope/name', '.bin'])
    mkdirSync(path.join(modules, folder), { recursive: true });
  const found = copiesBelow(modules).map((folder) => path.relative(modules, folder).replaceAll('\\', '/'));
  expect(found.sort()).toEqual([...ours, ...deep].sort());
  rmSync(modules, { recursive: true });
});
