import path from 'node:path';
import { expectRefusals } from './expect-refusals.ts';
import { expectRelease } from './expect-release.ts';
import { type LocalRegistry, startRegistry } from './local-registry.ts';
import { publicPackages } from './packages.ts';
import { releaseOnce } from './release-once.ts';
import { releasePatch } from './release-patch.ts';
import { makeScratchClone, type ScratchClone } from './scratch-clone.ts';
import { step } from './steps.ts';
import { upgrade } from './upgrade.ts';
import { useEverything } from './use-everything.ts';

/** Two releases of a clone in `scratch`, and what a stranger makes of them; throws at the first thing that is not as it should be. */
export async function tryRelease(root: string, scratch: string): Promise<void> {
  const registry = await step('a registry of this machine', () => startRegistry(path.join(scratch, 'registry')));
  try {
    const clone = await step('a clone of what is committed', () =>
      makeScratchClone(root, path.join(scratch, 'repository'), registry),
    );
    const first = await step('the first release', () => releaseFirst(clone, registry));
    const trainer = await useEverything(clone, path.join(scratch, 'stranger'), registry, first);
    const second = await step('a patch of losses is released', () => releasePatch(clone, registry, first));
    await step('npm update brings the patch to a project with trainer', async () => {
      await upgrade(trainer, second);
      await trainer.run(process.execPath, 'program-0.js');
    });
  } finally {
    registry.stop();
  }
}

/** All packages in one version, and what must not be published is refused; gives the version. */
async function releaseFirst(clone: ScratchClone, registry: LocalRegistry): Promise<string> {
  await releaseOnce(clone, ['./packages/*', '@pix2pix-ts/cli']);
  const packages = publicPackages(clone.folder);
  const version = packages[0]?.manifest.version ?? '';
  await expectRelease(packages, version, registry.url);
  await step('a published version, a missing build and a dirty tree are refused', () => expectRefusals(clone));
  return version;
}
