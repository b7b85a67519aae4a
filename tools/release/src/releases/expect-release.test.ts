import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Manifest, PublicPackage } from '../packages.ts';
import { expectChangelogs, expectRelease } from './expect-release.ts';

const manifests: Manifest[] = [
  { name: '@pix2pix-ts/losses', version: '0.1.1' },
  { name: '@pix2pix-ts/trainer', version: '0.1.1', dependencies: { '@pix2pix-ts/losses': '^0.1.1', valibot: '1.5.0' } },
  { name: '@pix2pix-ts/engine', version: '0.1.1', peerDependencies: { '@pix2pix-ts/backend-wasm': '>=0.0.0 <1.0.0' } },
];
const told = '## 0.1.1\n\n### Patch Changes\n\n- abc1234: A change.\n\n## 0.1.0\n\n- The first.\n';
const dependant = '## 0.1.1\n\n- Updated dependencies [abc1234]\n  - @pix2pix-ts/losses@0.1.1\n\n## 0.1.0\n';
const silent = '## 0.1.1\n\n## 0.1.0\n';

let root = '';
let packages: PublicPackage[] = [];
const changelogs = (...texts: string[]) => {
  for (const [index, text] of texts.entries())
    writeFileSync(path.join(packages[index]?.folder ?? '', 'CHANGELOG.md'), text);
};
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-expect-'));
  packages = manifests.map((manifest) => ({ folder: path.join(root, manifest.name), manifest }));
  for (const { folder } of packages) mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const checkChangelogs = () => expectChangelogs(packages, '0.1.1', '@pix2pix-ts/losses', 'A change.');

test('the change belongs into its own changelog, its version into those of its dependants', () => {
  changelogs(told, dependant, silent);
  expect(checkChangelogs).not.toThrow();
});

test.each([
  ['the change is missing', [silent, dependant, silent], '@pix2pix-ts/losses: the change in the changelog'],
  ['the change is told elsewhere too', [told, told, silent], '@pix2pix-ts/trainer: the change in the changelog'],
  ['a dependant does not name the version', [told, silent, silent], '@pix2pix-ts/trainer: "@pix2pix-ts/losses@0.1.1"'],
  ['the version has no section', [told, dependant, '## 0.1.0\n'], 'to have a section 0.1.1, got none'],
])('changelogs are refused where %s', (_, texts, line) => {
  changelogs(...texts);
  expect(checkChangelogs).toThrow(line);
});

/** Asks a server that answers as a registry does, after `change` has been at what it knows. */
async function checkRegistry(change: (published: Manifest[]) => void, tag = '0.1.1'): Promise<void> {
  const published = structuredClone(manifests);
  change(published);
  const server = createServer(({ url = '' }, response) => {
    const manifest = published.find(({ name }) => `/${name.replace('/', '%2f')}` === url);
    response.end(JSON.stringify({ versions: { '0.1.1': manifest }, 'dist-tags': { latest: tag } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await expectRelease(packages, '0.1.1', url).finally(() => server.close());
}

test('a release in one version, whose packages depend on each other by it, is as it should be', async () => {
  await expect(checkRegistry(() => {})).resolves.toBeUndefined();
});

test.each([
  ['a range that is not of this version', '^0.1.0', 'to depend on @pix2pix-ts/losses ^0.1.1, got: ^0.1.0'],
  ['a range that only the workspace knows', 'workspace:^', 'to depend on @pix2pix-ts/losses ^0.1.1, got: workspace:^'],
])('a release is refused with %s', async (_, range, line) => {
  const change = ([, trainer]: Manifest[]) =>
    Object.assign(trainer?.dependencies ?? {}, { '@pix2pix-ts/losses': range });
  await expect(checkRegistry(change)).rejects.toThrow(line);
});

test('a release is refused whose peers of ours are pinned, or that is not tagged', async () => {
  const pin = ([, , engine]: Manifest[]) =>
    Object.assign(engine?.peerDependencies ?? {}, { '@pix2pix-ts/backend-wasm': '0.1.1' });
  await expect(checkRegistry(pin)).rejects.toThrow('any @pix2pix-ts/backend-wasm below 1 as its peer, got: 0.1.1');
  await expect(checkRegistry(() => {}, '0.1.0')).rejects.toThrow('the tag latest on 0.1.1, got: 0.1.0');
});
