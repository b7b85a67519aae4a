import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageFolders } from './scratch-workspace.ts';

const root = path.resolve(import.meta.dirname, '../..');
const published = packageFolders()
  .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) }))
  .filter(({ manifest }) => !manifest.private);

type Target = string | Record<string, string>;

/** An export as npm users get it: without the condition that leads to the sources, which are not published. */
function withoutSource(target: Target): Target {
  if (typeof target === 'string') return target;
  return Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== '@pix2pix-ts/source'));
}

/** Whether loading a package does something, such as registering a backend or gradients. */
function actsWhenLoaded(folder: string): boolean {
  if (!existsSync(path.join(root, folder, 'src'))) return false; // weights alone
  return readdirSync(path.join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.ts$/.test(file) && !/\btesting\b/.test(file))
    .some((file) => /^(import '|register\w+\()/m.test(readFileSync(path.join(root, folder, 'src', file), 'utf8')));
}

describe.each(published)('$folder', ({ folder, manifest }) => {
  test('publishes what it exports, built', () => {
    const exported = Object.entries<Target>(manifest.exports ?? {});
    const expected = Object.fromEntries(exported.map(([name, target]) => [name, withoutSource(target)]));
    expect(manifest.publishConfig.exports ?? {}).toEqual(expected);
    const imported = Object.entries<Target>(manifest.imports ?? {});
    const published = Object.fromEntries(imported.map(([name, target]) => [name, withoutSource(target)]));
    expect(manifest.publishConfig.imports ?? {}).toEqual(published);
  });

  test.each(['README.md', 'LICENSE'])('ships a %s', (file) => {
    expect(manifest.files).toContain(file);
    expect(existsSync(path.join(root, folder, file))).toBe(true);
  });

  test('lets bundlers drop what nobody imports by name only where loading it does nothing', () => {
    if (actsWhenLoaded(folder)) expect(manifest.sideEffects).not.toBe(false);
    else expect(manifest.sideEffects).toBe(false);
  });

  test('is published by npm run release and by nothing else', () => {
    expect(manifest.scripts).toMatchObject({ prepublishOnly: 'node ../../tools/run/guard-publish.mjs' });
  });

  test('names its folder in the repository and its licence, and runs on Node 20', () => {
    const license = folder === 'packages/model-colour' ? 'CC-BY-SA-4.0' : 'MIT';
    expect(manifest).toMatchObject({ repository: { directory: folder }, engines: { node: '>=20' }, license });
  });
});

const scripts = ['.', ...packageFolders()].flatMap((folder) => {
  const { scripts = {} } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  return Object.entries<string>(scripts).map(([name, script]) => ({ folder, name, script }));
});

test.each(scripts)(
  'the script $name of $folder is one program, which every system starts in the same way',
  ({ script }) => {
    expect(script).toMatch(/^(node|jest|tsc|biome|turbo|knip|vite|tsx|tsdown) [^&|;<>$%`'"*\\]*$|^(jest|knip|vite)$/);
  },
);
