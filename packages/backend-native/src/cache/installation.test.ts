import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import {
  ADDONS,
  CURRENT_FILE,
  currentInstallation,
  installationName,
  listInstallations,
  type Manifest,
  NOT_SET_UP,
} from './installation.ts';
import { nativeFolder } from './native-folder.ts';
import { otherPlatform } from './platform.ts';

const cache = temporaryFolder();

/** An installation with one library, which is two bytes. */
function install(tensorflow: string, changes: Partial<Manifest> = {}): string {
  const described = { flavor: 'cpu', tensorflow, tfjsNode: '4.22.0', platform: 'linux-x64', ...changes } as const;
  const name = installationName(described);
  mkdirSync(join(cache.path, name), { recursive: true });
  writeFileSync(join(cache.path, name, 'library'), 'xx');
  const hashes = { library: createHash('sha256').update('xx').digest('hex') };
  const manifest = { ...described, files: { library: 2 }, hashes, addons: ADDONS, ...changes };
  writeFileSync(join(cache.path, name, 'install.json'), JSON.stringify(manifest));
  chmodSync(join(cache.path, name), 0o755);
  writeFileSync(join(cache.path, CURRENT_FILE), `${name}\n`);
  return name;
}

test('two versions can be installed side by side, and the one installed last is used', () => {
  expect(currentInstallation(cache.path, {})).toBe(NOT_SET_UP);
  const names = [install('2.20.0'), install('2.21.0')];
  expect(listInstallations(cache.path).map(({ name }) => name)).toEqual(names);
  expect(currentInstallation(cache.path, {})).toMatchObject({ name: names[1] });
});

test('the environment may name another one', () => {
  const name = install('2.20.0');
  install('2.21.0');
  const found = currentInstallation(cache.path, { BACKEND_NATIVE: join(cache.path, name) });
  expect(found).toMatchObject({ manifest: { tensorflow: '2.20.0' } });
  expect(currentInstallation(cache.path, { BACKEND_NATIVE: '/nowhere' })).toBe(
    'not in /nowhere, the folder that BACKEND_NATIVE names',
  );
});

test('an installation that lost a file, or a part of one, is not used, and says which', () => {
  const name = install('2.21.0');
  truncateSync(join(cache.path, name, 'library'), 1);
  expect(currentInstallation(cache.path, {})).toBe(
    `damaged: ${join(cache.path, name, 'library')} has 1 bytes instead of 2 (npx @pix2pix-ts/backend-native install)`,
  );
  rmSync(join(cache.path, name, 'library'));
  expect(currentInstallation(cache.path, {})).toContain('library is missing');
  expect(listInstallations(cache.path)).toEqual([]);
});

test('an installation is not used where a file has changed, was added, or could be by others, and says which', () => {
  const name = install('2.21.0');
  const folder = join(cache.path, name);
  const anew = '(npx @pix2pix-ts/backend-native uninstall, then install)';
  writeFileSync(join(folder, 'library'), 'xy');
  const changed = `not loaded, because ${join(folder, 'library')} has changed since it was set up ${anew}`;
  expect([currentInstallation(cache.path, {}), listInstallations(cache.path)]).toEqual([changed, []]);
  expect(currentInstallation(cache.path, { BACKEND_NATIVE: folder })).toBe(changed);
  install('2.21.0');
  writeFileSync(join(folder, 'libstdc++.so.6'), '');
  expect(currentInstallation(cache.path, {})).toBe(
    `not loaded, because ${join(folder, 'libstdc++.so.6')} was not there when it was set up ${anew}`,
  );
  rmSync(join(folder, 'libstdc++.so.6'));
  chmodSync(folder, 0o777);
  expect(currentInstallation(cache.path, {})).toBe(
    `not loaded, because ${folder} can be written by others (chmod go-w ${folder}, then npx @pix2pix-ts/backend-native uninstall, then install)`,
  );
});

test('an installation of an earlier version, without a record of its files, is not used until install adds it', () => {
  install('2.21.0', { hashes: undefined as never });
  expect(currentInstallation(cache.path, {})).toBe(
    'set up by an earlier version, without a record of its files (npx @pix2pix-ts/backend-native install adds it)',
  );
});

test('an installation whose addons are those of an earlier version is not used until install compiles them again', () => {
  const outdated =
    'set up by an earlier version, with other addons (npx @pix2pix-ts/backend-native install brings it up to date)';
  for (const addons of [undefined, ADDONS - 1]) {
    install('2.21.0', { addons: addons as never });
    expect([currentInstallation(cache.path, {}), listInstallations(cache.path)]).toEqual([outdated, []]);
  }
});

test('an installation that was interrupted is not used', () => {
  const name = install('2.21.0');
  writeFileSync(join(cache.path, name, 'install.json'), '{"flavor":"c');
  expect(currentInstallation(cache.path, {})).toBe(NOT_SET_UP);
  writeFileSync(join(cache.path, name, 'install.json'), 'null');
  expect(currentInstallation(cache.path, {})).toBe(NOT_SET_UP);
});

test('an installation for another system, or of another tfjs-node, is not used, and says so', () => {
  install('2.21.0', { platform: 'linux-arm64' });
  expect(currentInstallation(cache.path, {})).toMatch(
    /^set up for tfjs-node 4.22.0 on linux-arm64, not 4.22.0 on linux-x64/,
  );
  install('2.21.0', { tfjsNode: '4.21.0' });
  expect(currentInstallation(cache.path, {})).toMatch(/^set up for tfjs-node 4.21.0 on linux-x64/);
});

test('there is no TensorFlow for ARM, Windows, or a Linux without glibc', () => {
  expect(otherPlatform('linux-x64', false)).toBeUndefined();
  expect(otherPlatform('win32-arm64', false)).toBe('win32-arm64');
  expect(otherPlatform('linux-x64', true)).toContain('musl');
});

test('the cache is where the system keeps what can be fetched again', () => {
  const at = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux') =>
    nativeFolder(environment, platform);
  expect(at({ PIX2PIX_CACHE: '/mine' })).toBe(join('/mine', 'native', 'v1'));
  expect(at({ XDG_CACHE_HOME: '/xdg' })).toBe(join('/xdg', 'pix2pix-ts', 'native', 'v1'));
  expect(at({ XDG_CACHE_HOME: 'relative' })).toMatch(/\.cache\/pix2pix-ts\/native\/v1$/);
});
