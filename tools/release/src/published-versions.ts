import type { PublicPackage } from './packages.ts';
import { runProgram } from './run-program.ts';

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
