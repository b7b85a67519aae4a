import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installLine } from './install-line.mjs';
import { packPackages } from './pack-packages.mjs';
import { prepareWorkspace } from './prepare-workspace.mjs';
import { root } from './repository.mjs';

// `npm run tarballs`: every package as npm would get it, in tarballs/, for as long as npm does not have them.
const tarballs = path.join(root, 'tarballs');

if (process.argv.length > 2) {
  console.error(
    `Expected no arguments, got ${process.argv.slice(2).join(' ')}. Leave them out: all packages are packed.`,
  );
  process.exit(2);
}
await prepareWorkspace();
// Renamed once all are there: half of them would not install.
const folder = path.join(root, `.cache/tarballs-${process.pid}`);
mkdirSync(folder, { recursive: true });
try {
  console.error('Building and packing the packages ...');
  if (await packPackages(folder)) {
    const names = readdirSync(folder).sort();
    rmSync(tarballs, { recursive: true, force: true });
    renameSync(folder, tarballs);
    console.error(`${names.length} packages are in ${tarballs}. In a folder of yours, this line installs them:`);
    console.log(installLine(tarballs, names));
  } else {
    console.error('Expected every package to build and to be packed. The message of the one that did not is above.');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
