import type { PublicPackage } from './packages.ts';
import { runProgram } from './run-program.ts';

/** Those packages, as NAME@VERSION, whose version the registry that npm is configured with has already. */
export async function publishedVersions(root: string, packages: readonly PublicPackage[]): Promise<string[]> {
  const found: string[] = [];
  for (const { manifest } of packages) {
    const wanted = `${manifest.name}@${manifest.version}`;
    if (await isPublished(root, wanted)) found.push(wanted);
  }
  return found;
}

async function isPublished(root: string, wanted: string): Promise<boolean> {
  const view = ['view', wanted, 'version', '--json', '--prefer-online'];
  const { exitCode, stdout, stderr } = await runProgram('npm', view, { cwd: root });
  // A package without that version gives nothing; a name that the registry has never seen is an error 404.
  if (exitCode === 0) return stdout.trim() !== '';
  if (`${stdout}${stderr}`.includes('E404')) return false;
  throw new Error(`Expected the registry to say whether it has ${wanted}, got: ${stderr.trim().split('\n')[0]}`);
}
