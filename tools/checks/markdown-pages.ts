import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The repository. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Folders of what is installed, made or downloaded, at any depth; and those at the root. */
const skipped = new Set(['node_modules', 'dist', '.git', '.turbo', '.cache', 'coverage']);
const skippedAtRoot = new Set(['data', 'runs', 'docs/api']);

/** Every page in Markdown below the folder, relative to the root with slashes. */
export function markdownPages(folder = ''): string[] {
  return repositoryFiles(folder).filter((file) => file.endsWith('.md'));
}

/** Every file below the folder, relative to the root with slashes. */
export function repositoryFiles(folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) || skippedAtRoot.has(place) ? [] : repositoryFiles(place);
    return [place];
  });
}
