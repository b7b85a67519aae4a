import path from 'node:path';
import { copiesBelow } from './copies.ts';
import type { Project } from './new-user.ts';
import { readManifest } from './packages.ts';

/** Upgrades a project by `npm update` and holds every package of ours in it to be there once, in this version. */
export async function upgrade(project: Project, version: string): Promise<void> {
  await project.run('npm', 'update', '--prefer-online');
  const installed = copiesBelow(path.join(project.folder, 'node_modules'));
  const outdated = installed.filter((folder) => readManifest(path.join(folder, 'package.json')).version !== version);
  if (outdated.length > 0)
    throw new Error(`Expected npm update to bring ${version}, got an older ${outdated.join(', ')}.`);
  const names = installed.map((folder) => path.basename(folder));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (names.length === 0 || twice.length > 0)
    throw new Error(`Expected one copy of each package in ${project.folder}, got ${twice.join(', ') || 'none'} twice.`);
}
