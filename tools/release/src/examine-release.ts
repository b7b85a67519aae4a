import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { PublicPackage, Targets } from './packages.ts';
import { mustRun, runProgram } from './run-program.ts';

/** Why a tree must not be published: one line, or undefined where nothing speaks against it. */
export type Objection = string | undefined;

/** A release is what a commit holds: whoever reads the tag must find what npm has. */
export async function objectToDirtyTree(root: string): Promise<Objection> {
  const status = await mustRun('git', ['status', '--porcelain'], { cwd: root });
  const changed = status.split('\n').filter(Boolean);
  if (changed.length === 0) return undefined;
  return `Expected a clean tree to publish from, got ${count(changed.length, 'changed file')} (${few(changed.map((line) => line.slice(3)))}). Commit or stash them.`;
}

/** A changeset that is left has not become a version yet. */
export function objectToPendingChangesets(root: string): Objection {
  const pending = readdirSync(path.join(root, '.changeset')).filter(
    (file) => file.endsWith('.md') && file !== 'README.md',
  );
  if (pending.length === 0) return undefined;
  return `Expected no changeset to be left, got ${count(pending.length, 'changeset')} (${few(pending)}). Run "npx changeset version" and commit what it writes.`;
}

/** Every file that a manifest leads to must be there after the build: npm would publish a package without its code. */
export function objectToMissingBuild(packages: readonly PublicPackage[]): Objection {
  const missing = packages.flatMap(({ folder, manifest }) =>
    filesOf(manifest.publishConfig?.exports, manifest.publishConfig?.imports, manifest.bin)
      .filter((file) => !isThere(folder, file))
      .map((file) => `${manifest.name}: ${file.replace(/^\.\//, '')}`),
  );
  if (missing.length === 0) return undefined;
  return `Expected the build to make every file that a package.json leads to, got ${count(missing.length, 'file')} missing (${few(missing)}). Correct the package.json.`;
}

/**
 * Whether the registry that npm is configured with has the version of every one of these packages. Some that exist are a
 * release that was cut off: the rest may follow, and changesets leaves the others out.
 */
export async function allArePublished(root: string, packages: readonly PublicPackage[]): Promise<boolean> {
  // One after the other: most of the time the first answer is enough.
  for (const { manifest } of packages)
    if (!(await isPublished(root, `${manifest.name}@${manifest.version}`))) return false;
  return true;
}

async function isPublished(root: string, wanted: string): Promise<boolean> {
  const view = ['view', wanted, 'version', '--json', '--prefer-online'];
  const { exitCode, stdout, stderr } = await runProgram('npm', view, { cwd: root });
  // A package without that version gives nothing; a name that the registry has never seen is an error 404.
  if (exitCode === 0) return stdout.trim() !== '';
  if (`${stdout}${stderr}`.includes('E404')) return false;
  throw new Error(`Expected the registry to say whether it has ${wanted}, got: ${stderr.trim().split('\n')[0]}`);
}

/** npm never takes a version twice; called once every package is known to be there already. */
export function objectionToPublishedVersions(packages: readonly PublicPackage[]): string {
  const there = packages.map(({ manifest }) => `${manifest.name}@${manifest.version}`).sort();
  return `Expected a version that the registry does not have, got ${few(there)}, already published. Describe the change with "npx changeset", then run "npx changeset version".`;
}

/** Whether a file is there, or for a name with a star at least one file that it matches. */
function isThere(folder: string, file: string): boolean {
  const [before = '', after] = file.split('*');
  if (after === undefined) return existsSync(path.join(folder, file));
  const around = path.join(folder, before.slice(0, before.lastIndexOf('/') + 1));
  const beginning = before.slice(before.lastIndexOf('/') + 1);
  return existsSync(around) && readdirSync(around).some((name) => name.startsWith(beginning) && name.endsWith(after));
}

function filesOf(...targets: (Targets | undefined)[]): string[] {
  return targets.flatMap((target) => {
    if (target === undefined) return [];
    return typeof target === 'string' ? [target] : filesOf(...Object.values(target));
  });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function few(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
