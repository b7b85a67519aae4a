import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { publicPackages } from '../packages.ts';
import { step } from '../steps.ts';
import { expectNoPublishAlone, expectRefusals } from './expect-refusals.ts';
import { expectChangelogs, expectRelease } from './expect-release.ts';
import type { LocalRegistry } from './local-registry.ts';
import type { ScratchClone } from './scratch-clone.ts';

const CHANGED = '@pix2pix-ts/losses';
const CHANGE = 'A change that only this check knows.';

/** What the patch adds to losses. */
export const NEW_EXPORT = 'onlyThisCheckKnows';

/** All packages in one version, and what must not be published is refused; gives the version. */
export async function releaseFirst(clone: ScratchClone, registry: LocalRegistry): Promise<string> {
  await step('npm publish and pnpm publish in the folder of a package are refused', () =>
    expectNoPublishAlone(clone, registry),
  );
  await releaseOnce(clone);
  const packages = publicPackages(clone.folder);
  const version = packages[0]?.manifest.version ?? '';
  await expectRelease(packages, version, registry.url);
  await step('a published version and a dirty tree are refused', () => expectRefusals(clone));
  return version;
}

/** Releases a patch to losses after version `before`, and holds changelogs, ranges and versions; gives the new version. */
export async function releasePatch(clone: ScratchClone, registry: LocalRegistry, before: string): Promise<string> {
  const changeset = `---\n'${CHANGED}': patch\n---\n\n${CHANGE}\n`;
  writeFileSync(path.join(clone.folder, '.changeset/a-patch.md'), changeset);
  // The first release's build is still there, and older than this.
  appendFileSync(path.join(clone.folder, 'packages/losses/src/index.ts'), `\nexport const ${NEW_EXPORT} = true;\n`);
  await releaseOnce(clone);
  const version = before.replace(/\d+$/, (patch) => String(Number(patch) + 1));
  const packages = publicPackages(clone.folder);
  await expectRelease(packages, version, registry.url);
  expectChangelogs(packages, version, CHANGED, CHANGE);
  return version;
}

/** changeset version, a commit and the release, as a maintainer would do it. */
async function releaseOnce({ run }: ScratchClone): Promise<void> {
  const pnpm = (...args: string[]) => run(process.execPath, 'tools/run/pnpm.mjs', ...args);
  await step('changeset version', () => pnpm('exec', 'changeset', 'version'));
  await run('git', 'add', '--all');
  await run('git', 'commit', '--quiet', '--message', 'The next version');
  await step('npm run release', () => run(process.execPath, 'tools/run/release.mjs'));
}
