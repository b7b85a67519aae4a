import path from 'node:path';
import { buildPage } from './build-page.ts';
import { expectRefusals } from './expect-refusals.ts';
import { expectRelease } from './expect-release.ts';
import { type LocalRegistry, startRegistry } from './local-registry.ts';
import { openPage } from './open-page.ts';
import { publicPackages } from './packages.ts';
import { releaseOnce } from './release-once.ts';
import { releasePatch } from './release-patch.ts';
import { makeScratchClone, type ScratchClone } from './scratch-clone.ts';
import { step } from './steps.ts';
import { makeStranger, type Project } from './stranger.ts';
import { upgrade } from './upgrade.ts';
import { useAsReadmeSays } from './use-as-readme-says.ts';
import { useCommand } from './use-command.ts';

const COMMAND = '@pix2pix-ts/cli';

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
  await releaseOnce(clone, ['./packages/*', COMMAND]);
  const packages = publicPackages(clone.folder);
  const version = packages[0]?.manifest.version ?? '';
  await expectRelease(packages, version, registry.url);
  await step('a published version, a missing build and a dirty tree are refused', () => expectRefusals(clone));
  return version;
}

/** The command by npx, then each package alone; gives the project with trainer. */
async function useEverything(
  clone: ScratchClone,
  folder: string,
  registry: LocalRegistry,
  version: string,
): Promise<Project> {
  const stranger = makeStranger(folder, registry);
  const model = await step(`npx ${COMMAND} trains and translates`, () => useCommand(stranger, version));
  const around = { model, typeRoots: path.join(clone.folder, 'node_modules/@types') };
  const projects = new Map<string, Project>();
  for (const { manifest } of publicPackages(clone.folder).filter(({ manifest }) => manifest.name !== COMMAND)) {
    const used = () => useAsReadmeSays(stranger, manifest.name, around);
    projects.set(manifest.name, await step(`${manifest.name} as its README says`, used));
  }
  const vite = path.join(clone.folder, 'apps/web-demo/node_modules/vite/bin/vite.js');
  await step("the page of pix2pix's README, built with Vite and opened in Chromium", async () =>
    openPage(await buildPage(at(projects, 'pix2pix'), vite, model)),
  );
  return at(projects, 'trainer');
}

function at(projects: ReadonlyMap<string, Project>, name: string): Project {
  const project = projects.get(`@pix2pix-ts/${name}`);
  if (!project) throw new Error(`Expected a package ${name} among the published ones, got none.`);
  return project;
}
