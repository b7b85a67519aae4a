import path from 'node:path';
import { expectOneNode } from './expect-one-node.ts';
import { expectNoPublishAlone, expectRefusals } from './expect-refusals.ts';
import { expectRelease } from './expect-release.ts';
import { type LocalRegistry, startRegistry } from './local-registry.ts';
import { publicPackages } from './packages.ts';
import { releaseOnce } from './release-once.ts';
import { NEW_EXPORT, releasePatch } from './release-patch.ts';
import { makeScratchClone, type ScratchClone } from './scratch-clone.ts';
import { step } from './steps.ts';
import { upgrade } from './upgrade.ts';
import { useEverything } from './use-everything.ts';

/** Two releases of a clone in `scratch`, and what a new user does with them; throws at the first thing that is not as it should be. */
export async function tryRelease(root: string, scratch: string): Promise<void> {
  const registry = await step('a registry of this machine', () => startRegistry(path.join(scratch, 'registry')));
  try {
    const clone = await step('a clone of what is committed', () =>
      makeScratchClone(root, path.join(scratch, 'repository'), registry),
    );
    await step(`Node ${process.version} runs npm and pnpm too`, () => expectOneNode(clone));
    const first = await step('the first release', () => releaseFirst(clone, registry));
    const trainer = await useEverything(clone, path.join(scratch, 'new-user'), registry, first);
    const second = await step('a patch of losses is released', () => releasePatch(clone, registry, first));
    await step('npm update brings the patch to a project with trainer', async () => {
      await upgrade(trainer, second);
      await trainer.run(process.execPath, 'program-0.js');
      trainer.write('new-export.js', `import { ${NEW_EXPORT} } from '@pix2pix-ts/losses';\n`);
      await trainer.run(process.execPath, 'new-export.js');
    });
  } finally {
    registry.stop();
  }
}

/** All packages in one version, and what must not be published is refused; gives the version. */
async function releaseFirst(clone: ScratchClone, registry: LocalRegistry): Promise<string> {
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
