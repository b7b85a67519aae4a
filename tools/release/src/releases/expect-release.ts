import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest, PublicPackage } from '../packages.ts';

type Published = { versions: Record<string, Manifest>; 'dist-tags': Record<string, string> };

const OURS = '@pix2pix-ts/';

/**
 * Holds what the registry at an address has to what .changeset/config.json asks for. All packages are `fixed` to one version, so each of
 * them is released when one is; they depend on each other by `^` of that version, which in 0.x takes patches alone, so a
 * project never mixes minor versions. The backends, as peers of `engine`, may be of any version below 1: were it `^` too,
 * changesets would make a major release of `engine` out of every minor one of a backend.
 */
export async function expectRelease(packages: readonly PublicPackage[], version: string, registry: string) {
  for (const { manifest } of packages) {
    if (manifest.version !== version) fail(manifest.name, `version ${version} in its package.json`, manifest.version);
    const answer = await fetch(`${registry}${manifest.name.replace('/', '%2f')}`);
    const { versions, 'dist-tags': tags }: Published = await answer.json();
    if (tags.latest !== version) fail(manifest.name, `the tag latest on ${version}`, String(tags.latest));
    const published = versions[version];
    if (!published) fail(manifest.name, `version ${version} on the registry`, Object.keys(versions).join(', '));
    for (const [name, range] of ours(published.dependencies))
      if (range !== `^${version}`) fail(manifest.name, `to depend on ${name} ^${version}`, range);
    for (const [name, range] of ours(published.peerDependencies))
      if (range !== '>=0.0.0 <1.0.0') fail(manifest.name, `any ${name} below 1 as its peer`, range);
  }
}

/**
 * Checks a version's changelogs: `changed` describes the change, those that depend on it name its version, others say
 * nothing.
 */
export function expectChangelogs(packages: readonly PublicPackage[], version: string, changed: string, change: string) {
  for (const { folder, manifest } of packages) {
    const entry = changelogEntry(folder, version);
    const tells = entry.includes(change);
    const names = entry.includes(`- ${changed}@${version}`);
    if (tells !== (manifest.name === changed))
      fail(manifest.name, `the change in the changelog of ${changed} alone`, entry);
    if (names !== changed in (manifest.dependencies ?? {}))
      fail(manifest.name, `"${changed}@${version}" where it is a dependency alone`, entry);
  }
}

/** What a changelog says of one version, below its heading. */
function changelogEntry(folder: string, version: string): string {
  const file = path.join(folder, 'CHANGELOG.md');
  const sections = existsSync(file) ? readFileSync(file, 'utf8').split(/^## /m) : [];
  const section = sections.find((text) => text.startsWith(`${version}\n`));
  if (section === undefined) throw new Error(`Expected ${file} to have a section ${version}, got none.`);
  return section;
}

function ours(dependencies: Record<string, string> = {}): [string, string][] {
  return Object.entries(dependencies).filter(([name]) => name.startsWith(OURS));
}

function fail(name: string, expected: string, got: string): never {
  throw new Error(`Expected of ${name}: ${expected}, got: ${got}`);
}
