import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pinnedPnpm } from './pinned-pnpm.mjs';
import { root } from './repository.mjs';

/** Builds what npm gets and packs it into a folder, one tarball a package, as npm would get it; resolves to whether it did. */
export async function packPackages(folder) {
  const filters = publicNames().map((name) => `--filter=${name}`);
  const build = ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only', ...filters];
  // What turbo says of itself is not a result.
  if ((await pinnedPnpm(build, { stdio: ['ignore', 2, 2] })) !== 0) return false;
  const pack = ['--recursive', '--silent', ...filters, 'pack', '--pack-destination', folder];
  return (await pinnedPnpm(pack, { stdio: ['ignore', 'ignore', 2] })) === 0;
}

/** The packages below packages and apps that are not private. */
function publicNames() {
  const manifests = ['packages', 'apps'].flatMap((group) =>
    readdirSync(path.join(root, group)).map((name) => path.join(root, group, name, 'package.json')),
  );
  return manifests
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
    .filter((manifest) => !manifest.private)
    .map(({ name }) => name);
}
