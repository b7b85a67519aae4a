import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The repository. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** A file, or one by condition. */
type Target = string | { [condition: string]: Target };

/** What a package exports, by the name to import it by, as the TypeScript file that it comes from. */
export function entryPoints(): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of readdirSync(path.join(root, 'packages')).sort()) {
    const manifest = path.join(root, 'packages', folder, 'package.json');
    if (!existsSync(manifest)) continue;
    const { name, exports } = JSON.parse(readFileSync(manifest, 'utf8'));
    for (const [place, target] of Object.entries<Target>(exports)) {
      if (typeof target === 'string') continue; // weights, and the manifest
      const source = fileOf(target['@pix2pix-ts/source']);
      if (source) found.set(path.posix.join(name, place), path.join(root, 'packages', folder, source));
    }
  }
  return found;
}

/** Where there is another file for a page, which only says that it is the wrong one, this is Node's. */
function fileOf(target: Target | undefined): string | undefined {
  return typeof target === 'object' ? fileOf(target.default) : target;
}
