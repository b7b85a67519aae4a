import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { repositoryFiles, root } from './markdown-pages.ts';

const DOZEN = 12;

/** The folders of more sources than fit into a glance; an index has no idea of its own, and violations are read by their tests. */
const largeFolders = (() => {
  const counts = new Map<string, number>();
  for (const file of repositoryFiles()) {
    if (!/\.(ts|tsx|mjs)$/.test(file) || /\.test\.|\.d\.ts$|\/index\.ts$|\/violations\//.test(file)) continue;
    const folder = path.posix.dirname(file);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > DOZEN).map(([folder]) => folder);
})();

test('folders are counted', () => {
  expect(largeFolders).toContain('packages/backend-wasm/src/kernels');
  expect(largeFolders).not.toContain('packages/losses/src');
});

test.each(largeFolders)('%s, of more than a dozen files, has a README that tells its plan', (folder) => {
  const readme = path.join(root, folder, 'README.md');
  expect(existsSync(readme)).toBe(true);
  const named = [...readFileSync(readme, 'utf8').matchAll(/`([\w./-]+\.(?:ts|mjs))`/g)].map(([, file = '']) => file);
  expect(named.filter((file) => !existsSync(path.join(root, folder, file)))).toEqual([]);
});
