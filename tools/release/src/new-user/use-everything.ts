import { readFileSync } from 'node:fs';
import path from 'node:path';
import { publicPackages } from '../packages.ts';
import type { LocalRegistry } from '../releases/local-registry.ts';
import type { ScratchClone } from '../releases/scratch-clone.ts';
import { step } from '../steps.ts';
import { makeNewUser, type Project } from './project.ts';
import { programsOf } from './readme-parts.ts';
import { useAsReadmeSays } from './use-as-readme-says.ts';
import { useCommand } from './use-command.ts';
import { buildPage, openPage } from './use-page.ts';
import { useTarballs } from './use-tarballs.ts';

const COMMAND = '@pix2pix-ts/cli';

/** What a new user does in `folder` with a release: the command by npx, then each package alone; gives the project with trainer. */
export async function useEverything(
  clone: ScratchClone,
  folder: string,
  registry: LocalRegistry,
  version: string,
): Promise<Project> {
  const newUser = makeNewUser(folder, registry);
  const model = await step(`npx ${COMMAND} trains and translates`, () => useCommand(newUser, version));
  const [program = ''] = programsOf(readFileSync(path.join(clone.folder, 'README.md'), 'utf8'));
  await step('npm run tarballs, and the line that installs them', () => useTarballs(clone, newUser, program));
  const around = { model, typeRoots: path.join(clone.folder, 'node_modules/@types') };
  const projects = new Map<string, Project>();
  for (const { manifest } of publicPackages(clone.folder).filter(({ manifest }) => manifest.name !== COMMAND)) {
    const used = () => useAsReadmeSays(newUser, manifest.name, around);
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
