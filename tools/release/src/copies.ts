import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

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
