import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readManifest } from '../packages.ts';
import type { Project } from './project.ts';

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

/** The folders of all copies of our packages below a folder `node_modules`, those inside other packages included. */
export function copiesBelow(modules: string): string[] {
  if (!existsSync(modules)) return [];
  const entries = readdirSync(modules).filter((name) => !name.startsWith('.'));
  return entries.flatMap((entry) => {
    const inScope = entry.startsWith('@')
      ? readdirSync(path.join(modules, entry)).map((name) => `${entry}/${name}`)
      : [entry];
    return inScope.flatMap((name) => {
      const folder = path.join(modules, name);
      return [...(entry === '@pix2pix-ts' ? [folder] : []), ...copiesBelow(path.join(folder, 'node_modules'))];
    });
  });
}
