import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { cacheFolder } from './cache-folder.ts';
import { CURRENT_FILE, currentInstallation, installationName, listInstallations } from './installation.ts';

const cache = temporaryFolder();

/** An installation with one library, which is two bytes. */
function install(tensorflow: string): string {
  const described = { flavor: 'cpu', tensorflow, platform: 'linux-x64' } as const;
  const name = installationName(described);
  mkdirSync(join(cache.path, name));
  writeFileSync(join(cache.path, name, 'library'), 'xx');
  writeFileSync(join(cache.path, name, 'install.json'), JSON.stringify({ ...described, files: { library: 2 } }));
  writeFileSync(join(cache.path, CURRENT_FILE), `${name}\n`);
  return name;
}

test('two versions lie side by side, and the one installed last is taken', () => {
  expect(currentInstallation(cache.path, {})).toBe('there is none');
  const names = [install('2.20.0'), install('2.21.0')];
  expect(listInstallations(cache.path).map(({ name }) => name)).toEqual(names);
  expect(currentInstallation(cache.path, {})).toMatchObject({ name: names[1] });
});

test('the environment may name another one', () => {
  const name = install('2.20.0');
  install('2.21.0');
  const found = currentInstallation(cache.path, { BACKEND_NATIVE: join(cache.path, name) });
  expect(found).toMatchObject({ manifest: { tensorflow: '2.20.0' } });
  expect(currentInstallation(cache.path, { BACKEND_NATIVE: join(cache.path, 'nowhere') })).toBe('there is none');
});

test('an installation that lost a file, or a part of one, is none, and says which', () => {
  const name = install('2.21.0');
  truncateSync(join(cache.path, name, 'library'), 1);
  expect(currentInstallation(cache.path, {})).toBe(`${join(cache.path, name, 'library')} is damaged`);
  expect(listInstallations(cache.path)).toEqual([]);
});

test('an installation that was interrupted is none', () => {
  const name = install('2.21.0');
  writeFileSync(join(cache.path, name, 'install.json'), '{"flavor":"c');
  expect(currentInstallation(cache.path, {})).toBe('there is none');
});

test('the cache lies where the system keeps what can be fetched again', () => {
  const at = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux') =>
    cacheFolder(environment, platform);
  expect(at({ PIX2PIX_CACHE: '/mine' })).toBe(join('/mine', 'native', 'v1'));
  expect(at({ XDG_CACHE_HOME: '/xdg' })).toBe(join('/xdg', 'pix2pix-ts', 'native', 'v1'));
  expect(at({ XDG_CACHE_HOME: 'relative' })).toMatch(/\.cache\/pix2pix-ts\/native\/v1$/);
});
