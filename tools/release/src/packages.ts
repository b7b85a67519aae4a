import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What of a package.json matters for a release. */
export type Manifest = {
  name: string;
  version: string;
  private?: boolean;
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  publishConfig?: { exports?: Targets; imports?: Targets };
};

/** Where the names of `exports` or `imports` lead, by condition. */
export type Targets = string | { [key: string]: Targets };

/** A package that npm gets: its folder, and what its package.json says. */
export type PublicPackage = { folder: string; manifest: Manifest };

/** The packages of a repository that are published: all below packages and apps that are not private. */
export function publicPackages(root: string): PublicPackage[] {
  const folders = ['packages', 'apps'].flatMap((group) =>
    readdirSync(path.join(root, group)).map((name) => path.join(root, group, name)),
  );
  return folders
    .map((folder) => ({ folder, manifest: readManifest(path.join(folder, 'package.json')) }))
    .filter(({ manifest }) => !manifest.private);
}

/** Reads a package.json. */
export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8'));
}
