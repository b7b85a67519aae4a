import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectChangelogs, expectRelease } from './expect-release.ts';
import type { LocalRegistry } from './local-registry.ts';
import { publicPackages } from './packages.ts';
import { releaseOnce } from './release-once.ts';
import type { ScratchClone } from './scratch-clone.ts';

const CHANGED = '@pix2pix-ts/losses';
const CHANGE = 'A change that only this check knows.';

/** What the patch adds to losses. */
export const NEW_EXPORT = 'onlyThisCheckKnows';

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
