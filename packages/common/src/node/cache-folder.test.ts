import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cacheFolder } from './cache-folder.ts';

test('packages are kept where the system keeps what can be fetched again', () => {
  const inHome = (...parts: string[]) => join(homedir(), ...parts, 'pix2pix-ts');
  expect(cacheFolder({}, 'linux')).toBe(inHome('.cache'));
  expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/me' }, 'linux')).toBe(join('/var/cache/me', 'pix2pix-ts'));
  expect(cacheFolder({ XDG_CACHE_HOME: 'relative' }, 'linux')).toBe(inHome('.cache'));
  expect(cacheFolder({}, 'darwin')).toBe(inHome('Library', 'Caches'));
  expect(cacheFolder({}, 'win32')).toBe(inHome('AppData', 'Local'));
  expect(cacheFolder({ LOCALAPPDATA: 'D:/local' }, 'win32')).toBe(join('D:/local', 'pix2pix-ts'));
  expect(cacheFolder({ PIX2PIX_CACHE: '/elsewhere' }, 'win32')).toBe('/elsewhere');
});
