import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { currentInstallation, FUNCTIONS_FILE, type Installation } from '../cache/installation.ts';
import { installNative } from './install-native.ts';

const folder = temporaryFolder();

test('an engine whose addons are those of an earlier version is brought up to date, and fetches nothing', async () => {
  const { folder: place, name } = currentInstallation() as Installation;
  const copy = 'cp -al "$0" "$1" 2>/dev/null || cp -a "$0" "$1"'; // 0.9 GB, as links where they are on one disk
  execFileSync('sh', ['-c', copy, place, folder.path]);
  const description = join(folder.path, name, 'install.json');
  const { addons: _, ...manifest } = JSON.parse(readFileSync(description, 'utf8'));
  for (const part of ['files', 'hashes']) delete manifest[part][FUNCTIONS_FILE];
  rmSync(description);
  writeFileSync(description, JSON.stringify(manifest));
  rmSync(join(folder.path, name, FUNCTIONS_FILE));
  writeFileSync(join(folder.path, 'current'), `${name}\n`);
  expect(currentInstallation(folder.path, {})).toContain('set up by an earlier version, with other addons');

  const told: string[] = [];
  const checked: string[] = [];
  const check = async (at: string) => {
    checked.push(at);
    return manifest.found;
  };
  const { tensorflow } = manifest;
  const installation = await installNative(folder.path, check, { tensorflow, tell: (line) => void told.push(line) });
  expect([told, checked]).toEqual([[], [join(folder.path, name)]]);
  expect(currentInstallation(folder.path, {})).toEqual(installation);
}, 120_000);
