import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { ADDONS, CURRENT_FILE, currentInstallation, installationName, NOT_SET_UP } from '../cache/installation.ts';
import { withLock } from './lock.ts';
import { uninstallNative } from './uninstall-native.ts';

const folder = temporaryFolder();

/** An installation of one library, which becomes the one that is used. */
function install(cache: string, tensorflow: string, flavor: 'cpu' | 'gpu' = 'cpu'): string {
  const described = { flavor, tensorflow, tfjsNode: '4.22.0', platform: 'linux-x64' };
  const name = installationName({ ...described, flavor });
  mkdirSync(join(cache, name, 'tensorflow'), { recursive: true });
  writeFileSync(join(cache, name, 'tensorflow/library'), 'xx');
  const hash = createHash('sha256').update('xx').digest('hex');
  const recorded = { files: { 'tensorflow/library': 2 }, hashes: { 'tensorflow/library': hash }, addons: ADDONS };
  writeFileSync(join(cache, name, 'install.json'), JSON.stringify({ ...described, ...recorded }));
  writeFileSync(join(cache, CURRENT_FILE), `${name}\n`);
  return name;
}

test('everything is removed, with what interrupted attempts have left', async () => {
  const cache = join(folder.path, 'v1');
  const names = [install(cache, '2.20.0'), install(cache, '2.21.0')];
  mkdirSync(join(cache, '.partial-tensorflow-cpu-2.21.0-linux-x64'));
  mkdirSync(join(cache, 'downloads'));
  expect(await uninstallNative(cache)).toEqual({ removed: names, taken: undefined });
  expect(existsSync(cache)).toBe(false);
});

test('one version is removed, for CPU and GPU, and the other is used from then on', async () => {
  const other = install(folder.path, '2.20.0');
  const names = [install(folder.path, '2.21.0'), install(folder.path, '2.21.0', 'gpu')];
  expect(await uninstallNative(folder.path, { tensorflow: '2.21.0' })).toEqual({ removed: names, taken: other });
  expect(currentInstallation(folder.path, {})).toMatchObject({ name: other });
  expect(readdirSync(folder.path).sort()).toEqual([CURRENT_FILE, other]);
});

test('the one in use stays in use when another is removed', async () => {
  install(folder.path, '2.21.0');
  const taken = install(folder.path, '2.20.0');
  expect((await uninstallNative(folder.path, { tensorflow: '2.21.0' })).taken).toBe(taken);
  expect(currentInstallation(folder.path, {})).toMatchObject({ name: taken });
});

test('a damaged installation is removed too', async () => {
  const name = install(folder.path, '2.21.0');
  writeFileSync(join(folder.path, name, 'install.json'), '{');
  expect(await uninstallNative(folder.path, { tensorflow: '2.21.0' })).toEqual({ removed: [name], taken: undefined });
  expect(currentInstallation(folder.path, {})).toBe(NOT_SET_UP);
});

test('where nothing is there, nothing is made', async () => {
  const cache = join(folder.path, 'none');
  expect(await uninstallNative(cache)).toEqual({ removed: [], taken: undefined });
  expect(existsSync(cache)).toBe(false);
});

test('a version that is not there is refused, naming those that are, and nothing is removed', async () => {
  const name = install(folder.path, '2.21.0');
  await expect(uninstallNative(folder.path, { tensorflow: '2.20.0' })).rejects.toThrow(
    'Expected an installed version (2.21.0), got 2.20.0. Choose one of those.',
  );
  expect(currentInstallation(folder.path, {})).toMatchObject({ name });
});

test('a process that is filling the cache is waited for, and what it has made is removed as well', async () => {
  install(folder.path, '2.20.0');
  const lines: string[] = [];
  let removing: ReturnType<typeof uninstallNative> | undefined;
  await withLock(folder.path, async () => {
    await new Promise<void>((resolve) => {
      const tell = (line: string) => {
        lines.push(line);
        resolve();
      };
      removing = uninstallNative(folder.path, { tell });
    });
    expect(readdirSync(folder.path)).toContain('tensorflow-cpu-2.20.0-linux-x64');
    install(folder.path, '2.21.0');
  });
  expect((await removing)?.removed).toHaveLength(2);
  expect(lines).toEqual([`Another process (${process.pid}) is filling the cache: waiting for it.`]);
});
